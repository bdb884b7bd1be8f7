// Export and import as the window asks for them.
#include <QFile>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

class ExchangeTest : public GuiTest {
 protected:
  ExchangeController& exchange() { return *app().exchange(); }
  bool becomes(ExchangeController::State state) {
    return eventually([&] { return exchange().state() == state; });
  }
  QUrl fileUrl(const QString& name) const { return QUrl::fromLocalFile(folder_.filePath(name)); }
  QByteArray contentOf(const QString& name) const {
    QFile file(folder_.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  QUrl chatGpt() const { return QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/import/chatgpt")); }
};

TEST_F(ExchangeTest, ImportsAfterADryRunAndShowsTheChats) {
  start();
  exchange().prepareImport();
  exchange().readImport(chatGpt());
  ASSERT_TRUE(becomes(ExchangeController::Ready));
  EXPECT_TRUE(exchange().sentence().contains(QStringLiteral("3 chats")))
      << exchange().sentence().toStdString();
  EXPECT_TRUE(exchange().somethingNew());
  EXPECT_EQ(app().conversations()->count(), 0);
  exchange().importIt();
  ASSERT_TRUE(becomes(ExchangeController::Imported));
  // The folder they are in, and they.
  EXPECT_TRUE(eventually([this] { return app().conversations()->count() == 4; }));

  exchange().readImport(chatGpt());
  ASSERT_TRUE(becomes(ExchangeController::Ready));
  EXPECT_FALSE(exchange().somethingNew());
  EXPECT_TRUE(exchange().detail().contains(QStringLiteral("3"))) << exchange().detail().toStdString();
}

TEST_F(ExchangeTest, SaysWhatIsWrong) {
  start();
  exchange().readImport(fileUrl(QStringLiteral("absent.json")));
  ASSERT_TRUE(becomes(ExchangeController::Failed));
  EXPECT_TRUE(exchange().sentence().contains(QStringLiteral("not there")));
  exchange().prepareExport(ExchangeController::Chat, 0, {});
  exchange().exportTo(fileUrl(QStringLiteral("all.zip")));
  ASSERT_TRUE(becomes(ExchangeController::Failed));
  EXPECT_TRUE(exchange().sentence().contains(QStringLiteral("no chat")))
      << exchange().sentence().toStdString();
}

TEST_F(ExchangeTest, ExportsOneChatInEachFormat) {
  start();
  send(QStringLiteral("Why is the sky blue?"));
  answer("Because of **Rayleigh** scattering.");
  exchange().prepareExport(ExchangeController::Chat, chat().conversationId(), chat().title());
  EXPECT_EQ(exchange().scopes().size(), 2);
  for (const QVariant& format : exchange().formats()) {
    const QString id = format.toMap().value(QStringLiteral("id")).toString();
    exchange().setFormat(id);
    const QString name = exchange().suggestedFile();
    EXPECT_TRUE(name.startsWith(QStringLiteral("Why is the sky blue")) && !name.contains(QChar('?')));
    exchange().exportTo(fileUrl(name));
    ASSERT_TRUE(becomes(ExchangeController::Exported)) << id.toStdString();
    const QByteArray content = contentOf(name);
    if (id == QStringLiteral("pdf")) {
      EXPECT_TRUE(content.startsWith("%PDF-"));
      EXPECT_TRUE(content.contains("/Font"));  // text, not a picture of it
    } else {
      EXPECT_TRUE(content.contains("Rayleigh")) << id.toStdString();
    }
    exchange().prepareExport(ExchangeController::Chat, chat().conversationId(), chat().title());
  }
}

TEST_F(ExchangeTest, ExportsAllChatsToAZipFileThatCanBeImported) {
  start();
  exchange().readImport(chatGpt());
  ASSERT_TRUE(becomes(ExchangeController::Ready));
  exchange().importIt();
  ASSERT_TRUE(becomes(ExchangeController::Imported));
  for (const QString& format : {QStringLiteral("pdf"), QStringLiteral("json")}) {
    exchange().prepareExport(ExchangeController::All, 0, {});
    exchange().setFormat(format);
    EXPECT_EQ(exchange().fileEnding(), QStringLiteral("zip"));
    exchange().exportTo(fileUrl(format));  // the ending is added
    ASSERT_TRUE(becomes(ExchangeController::Exported));
    EXPECT_TRUE(contentOf(format + QStringLiteral(".zip")).startsWith("PK"));
  }
  exchange().readImport(fileUrl(QStringLiteral("json.zip")));
  ASSERT_TRUE(becomes(ExchangeController::Ready));
  EXPECT_FALSE(exchange().somethingNew());  // its own
}

}  // namespace
}  // namespace hearth::desktop
