#include "app/desktop/rendering/typesetter.h"

namespace hearth::desktop {
namespace {

constexpr int kFormulaBytesKept = 24 << 20;
constexpr qsizetype kTexCharactersMax = 8'000;     // a page of formulas; longer is shown as its source
constexpr qsizetype kCodeCharactersMax = 400'000;  // longer code stays in one colour

QString keyOf(const QString& tex, FormulaStyle style) {
  return QLatin1Char(style == FormulaStyle::Display ? 'd' : 'i') + tex;
}

}  // namespace

Typesetter::Typesetter(QObject* parent)
    : QObject(parent),
      math_(QStringLiteral(":/hearth/scripts/math.bundle.js"), QStringLiteral("hearthMath")),
      code_(QStringLiteral(":/hearth/scripts/code.bundle.js"), QStringLiteral("hearthCode")),
      formulas_(kFormulaBytesKept) {}

std::shared_ptr<const Formula> Typesetter::formula(const QString& tex, FormulaStyle style) {
  const QString key = keyOf(tex, style);
  if (const auto* kept = formulas_.object(key)) return *kept;
  if (!math_.available()) {
    return std::make_shared<Formula>(Formula::failed(tr("This build of Hearth cannot set formulas.")));
  }
  if (tex.size() > kTexCharactersMax) {
    return std::make_shared<Formula>(Formula::failed(tr("It is too long to be set as a formula.")));
  }
  if (pending_.contains(key)) return nullptr;
  const auto done = [this, key](const Result<QString>& json) {
    pending_.remove(key);
    auto made = std::make_shared<Formula>(
        json ? Formula::fromJson(*json) : Formula::failed(QString::fromStdString(json.error().what())));
    const auto cost = static_cast<int>(made->svg.size() + 1000);
    formulas_.insert(key, new std::shared_ptr<const Formula>(std::move(made)), cost);
    Q_EMIT formulaReady();
  };
  pending_.insert(key, math_.call({tex, style == FormulaStyle::Display}, done));
  return nullptr;
}

uint64_t Typesetter::colour(const QString& language, const QString& source,
                            std::function<void(std::vector<CodeRun>)> done) {
  if (!code_.available() || language.isEmpty() || source.size() > kCodeCharactersMax) return 0;
  return code_.call({language, source}, [done = std::move(done)](const Result<QString>& runs) {
    done(runs ? codeRunsFrom(*runs) : std::vector<CodeRun>());
  });
}

}  // namespace hearth::desktop
