#include "app/desktop/look/language.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QLibraryInfo>

namespace hearth::desktop {
namespace {

struct Choice {
  const char* code;  // of the catalogue resources/translations/hearth_<code>.ts
  const char* name;  // as its speakers call it; never translated
};

// English is the language of the source; its catalogue holds the plurals alone.
constexpr std::array<Choice, 4> kChoices = {
    {{"en", "English"}, {"de", "Deutsch"}, {"es", "Español"}, {"zh_CN", "简体中文"}}};

bool speaks(const Choice& choice, const QLocale& locale) {
  const QLocale own(QString::fromLatin1(choice.code));
  return own.language() == locale.language() && own.script() == locale.script();
}

// The first of the languages the user listed in the system's settings that Hearth speaks; otherwise English.
const Choice& choiceFor(const QLocale& system) {
  for (const QString& wish : system.uiLanguages()) {
    for (const Choice& choice : kChoices) {
      if (speaks(choice, QLocale(wish))) return choice;
    }
  }
  return kChoices.front();
}

}  // namespace

Language::Language(Settings& settings) : settings_(settings), systemLocale_(QLocale::system()) {
  const QString stored = settings_.value(kSettingLanguage);
  const auto found = std::find_if(kChoices.begin(), kChoices.end(),
                                  [&](const Choice& choice) { return stored == QLatin1String(choice.code); });
  if (found != kChoices.end()) chosen_ = static_cast<int>(found - kChoices.begin()) + 1;
  apply();
}

Language::~Language() {
  QCoreApplication::removeTranslator(&words_);
  QCoreApplication::removeTranslator(&qtWords_);
  QLocale::setDefault(systemLocale_);
}

QStringList Language::names() const {
  QStringList names{tr("As the system")};
  for (const Choice& choice : kChoices) names << QString::fromUtf8(choice.name);
  return names;
}

QString Language::code() const {
  const Choice& choice =
      chosen_ == 0 ? choiceFor(systemLocale_) : kChoices.at(static_cast<size_t>(chosen_ - 1));
  return QString::fromLatin1(choice.code);
}

void Language::setChosen(int row) {
  if (row == chosen_ || row < 0 || row > static_cast<int>(kChoices.size())) return;
  chosen_ = row;
  settings_.set(kSettingLanguage,
                row == 0 ? QString() : QString::fromLatin1(kChoices.at(static_cast<size_t>(row - 1)).code));
  apply();
  Q_EMIT wordsChanged();
  Q_EMIT changed();
}

void Language::apply() {
  const QLocale locale(code());
  // Austrians who read German keep Austrian numbers, and whoever set nothing keeps the plain ones.
  const bool systems = chosen_ == 0 && locale.language() == QLocale::English;
  const bool related = locale.language() == systemLocale_.language();
  QLocale::setDefault(systems || related ? systemLocale_ : locale);

  QCoreApplication::removeTranslator(&qtWords_);
  QCoreApplication::removeTranslator(&words_);
  if (qtWords_.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                    QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(&qtWords_);
  if (words_.load(QStringLiteral(":/hearth/translations/hearth_%1.qm").arg(code())))
    QCoreApplication::installTranslator(&words_);
}

}  // namespace hearth::desktop
