// The language of the window: chosen in the settings, in force at once, on every page.
#include "tests/ui/catalogue.h"
#include "tests/ui/tour.h"

namespace hearth::desktop {
namespace {

enum Choice { System, English, German, Spanish, Chinese };

class LanguageTest : public TourTest {
 protected:
  QStringList textsShown() {
    QStringList texts;
    for (QQuickItem* item : itemsWhere(window_->contentItem(), [](QQuickItem* each) {
           return each->inherits("QQuickText") || each->inherits("QQuickAbstractButton");
         }))
      texts << item->property("text").toString();
    return texts;
  }
  void openSettings() {
    key(Qt::Key_Comma, Qt::ControlModifier);
    settle();
  }
};

TEST_F(LanguageTest, IsChosenOnTheSettingsPageAndHoldsAtOnce) {
  open();
  openSettings();
  ASSERT_EQ(buttons(QStringLiteral("Deutsch")).size(), 1U);
  click(buttons(QStringLiteral("Deutsch"))[0]);
  EXPECT_TRUE(eventually([this] { return !buttons(QStringLiteral("Neuer Chat")).empty(); }));
  EXPECT_TRUE(textsShown().contains(QStringLiteral("Einstellungen")));
  click(buttons(QStringLiteral("简体中文"))[0]);
  EXPECT_TRUE(eventually([this] { return textsShown().contains(QStringLiteral("设置")); }));
  click(buttons(QStringLiteral("English"))[0]);
  EXPECT_TRUE(eventually([this] { return textsShown().contains(QStringLiteral("Settings")); }));
}

TEST_F(LanguageTest, IsRememberedAndReadsAnUnknownOneAsTheSystems) {
  start();
  app().language()->setChosen(Spanish);
  start();
  EXPECT_EQ(app().language()->chosen(), Spanish);
  EXPECT_EQ(app().language()->code(), QStringLiteral("es"));
  app().language()->setChosen(17);
  EXPECT_EQ(app().language()->chosen(), Spanish);
}

TEST_F(LanguageTest, GivesNumbersAndPluralsTheirForm) {
  start();
  app().language()->setChosen(German);
  EXPECT_EQ(QLocale().toString(1234567), QStringLiteral("1.234.567"));
  EXPECT_EQ(QLocale().toString(2.5, 'f', 1), QStringLiteral("2,5"));
  const auto lines = [](int count) {
    return QCoreApplication::translate("CodeBlock", "Code, %1, %n line(s)", nullptr, count)
        .arg(QStringLiteral("C"));
  };
  EXPECT_EQ(lines(1), QStringLiteral("Code, C, 1 Zeile"));
  EXPECT_EQ(lines(2), QStringLiteral("Code, C, 2 Zeilen"));
  app().language()->setChosen(Chinese);
  EXPECT_EQ(lines(2), QStringLiteral("代码，C，2 行"));
  app().language()->setChosen(English);
  EXPECT_EQ(lines(1), QStringLiteral("Code, C, 1 line"));
  EXPECT_EQ(lines(2), QStringLiteral("Code, C, 2 lines"));
}

// Changed while everything is made: a word that a view-model keeps, or a binding that does not hear of it,
// would still be English.
TEST_F(LanguageTest, LeavesNoWordInTheOldLanguage) {
  const Catalogue german = readCatalogue(QStringLiteral(HEARTH_RESOURCES "/translations/hearth_de.ts"));
  QSet<QString> english, kept;
  for (const auto& [key, entry] : german) {
    kept.insert(entry.forms.value(0));
    if (entry.forms.value(0) != std::get<1>(key)) english.insert(std::get<1>(key));
  }
  english.subtract(kept);  // "Position" may be both
  furnish();
  tour([](const QString&) {});
  app().language()->setChosen(German);
  settle();
  tour([&](const QString& where) {
    for (const QString& text : textsShown())
      EXPECT_FALSE(english.contains(text))
          << where.toStdString() << ": “" << text.toStdString() << "” is English";
  });
}

// Pictures of the pages in each language, to be looked at: nothing cut, nothing over something else.
TEST_F(LanguageTest, FitsTheWindow) {
  furnish();
  app().dismissDemoNotice();
  for (const Choice language : {German, Spanish, Chinese}) {
    app().language()->setChosen(language);
    const QString code = app().language()->code();
    settle();
    screenshot(QStringLiteral("language-%1-chat").arg(code));
    for (const char* page :
         {"settings.show", "hardware.show", "keys.show", "chat.import", "chat.export", "model.get"}) {
      app().commands()->trigger(QString::fromLatin1(page));
      screenshot(QStringLiteral("language-%1-%2").arg(code, QString::fromLatin1(page)));
      key(Qt::Key_Escape);
      settle();
    }
    EXPECT_FALSE(textsShown().contains(QStringLiteral("New chat")));
  }
}

}  // namespace
}  // namespace hearth::desktop
