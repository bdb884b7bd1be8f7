// Files dropped on the window, sent, seen again after a restart; a long paste; pictures of it.
#include <QClipboard>

#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

QUrl sample(const char* name) {
  return QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/attachments/") + QLatin1String(name));
}

class AttachmentsWindowTest : public WindowTest {
 protected:
  AttachmentShelf& shelf() { return *chat().attachments(); }
  bool ready(int count) {
    return eventually([&] { return shelf().count() == count && !shelf().reading(); });
  }
  std::vector<QQuickItem*> chips(const QString& name) {
    return itemsWhere(window_->contentItem(), [&](QQuickItem* item) {
      return item->inherits("QQuickAbstractButton") && item->property("fileName").toString() == name;
    });
  }
};

TEST_F(AttachmentsWindowTest, ADroppedModelIsOpenedAndNotAttached) {
  open();
  app().dismissDemoNotice();
  const size_t loads = engine_.all<LoadModel>().size();
  const QString model = folder_.filePath(QStringLiteral("Dropped.GGUF"));
  ASSERT_TRUE(QFile(model).open(QIODevice::WriteOnly));
  drop({QUrl::fromLocalFile(model)});
  ASSERT_TRUE(eventually([&] { return engine_.all<LoadModel>().size() == loads + 1; }));
  EXPECT_EQ(engine_.last<LoadModel>().path, model.toStdString());
  EXPECT_EQ(shelf().count(), 0);
  // With something else beside it, it is a file like others; so is a folder that is no model.
  drop({sample("letter.pdf"), QUrl::fromLocalFile(model)});
  ASSERT_TRUE(eventually([&] { return shelf().count() > 0; }));
  EXPECT_EQ(app().models()->modelAmong({QUrl::fromLocalFile(folder_.path())}), QString());
  EXPECT_EQ(engine_.all<LoadModel>().size(), loads + 1);
}

TEST_F(AttachmentsWindowTest, ADroppedFileIsSentAndThereAfterARestart) {
  open();
  app().dismissDemoNotice();
  drop({sample("letter.pdf"), sample("garden.docx")});
  ASSERT_TRUE(ready(2));
  EXPECT_EQ(chips(QStringLiteral("letter.pdf")).size(), 1u);
  composerField()->forceActiveFocus();
  for (const char letter : {'w', 'h', 'y', '?'}) QTest::keyClick(window_, letter);
  key(Qt::Key_Return);
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 1; }));
  EXPECT_NE(engine_.last<Generate>().messages.back().text.find("lighthouse"), std::string::npos);
  answer("Because.");
  settle();
  EXPECT_EQ(chips(QStringLiteral("letter.pdf")).size(), 1u);
  engineOfQml_.reset();
  open();
  ASSERT_TRUE(eventually([this] { return !chips(QStringLiteral("garden.docx")).empty(); }));
}

TEST_F(AttachmentsWindowTest, ALongPasteBecomesAChipAndGoesBackIntoTheMessage) {
  open();
  QGuiApplication::clipboard()->setText(QStringLiteral("pasted line\n").repeated(40));
  composerField()->forceActiveFocus();
  key(Qt::Key_V, Qt::ControlModifier);
  ASSERT_TRUE(ready(1));
  EXPECT_TRUE(composerField()->property("text").toString().isEmpty());
  settle();
  click(buttons(QStringLiteral("Put the pasted text into the message")).at(0));
  EXPECT_EQ(shelf().count(), 0);
  EXPECT_TRUE(composerField()->property("text").toString().startsWith(QStringLiteral("pasted line\n")));
  QGuiApplication::clipboard()->setText(QStringLiteral(" short"));
  key(Qt::Key_V, Qt::ControlModifier);
  EXPECT_EQ(shelf().count(), 0);
  EXPECT_TRUE(composerField()->property("text").toString().endsWith(QStringLiteral(" short")));
}

TEST_F(AttachmentsWindowTest, ShowsFilesBeforeAndAfterSending) {
  engine_.bytesPerToken = 4;
  open();
  app().dismissDemoNotice();
  QFile book(
      folder_.filePath(QStringLiteral("The book of trees, second edition, with an index of places.txt")));
  ASSERT_TRUE(book.open(QIODevice::WriteOnly));
  book.write("The book of trees.\n\n");
  for (int i = 0; i < 60; ++i) {
    book.write(QByteArray("It rained on the meadow all day, and nothing of note happened there at all.\n")
                   .repeated(12) +
               "\n");
    if (i == 41) book.write("The quince tree blooms in the second week of May.\n");
  }
  book.close();
  drop({sample("letter.pdf"), QUrl::fromLocalFile(book.fileName()), sample("locked.pdf")});
  ASSERT_TRUE(ready(3));
  chat().setDraft(QStringLiteral("When does the quince bloom?"));
  ASSERT_TRUE(
      eventually([this] { return chat().context()->fraction() > 1; }));  // the user is told before sending
  screenshot(QStringLiteral("attachments-draft"));
  send(chat().draft());
  answer("In the second week of May, says the book.");
  screenshot(QStringLiteral("attachments-sent"));
  app().appearance()->setMode(Appearance::Dark);
  drop({sample("garden.docx")});
  ASSERT_TRUE(ready(1));
  screenshot(QStringLiteral("attachments-sent-dark"));
  shelf().show(chat().messages()->branch().front().id, QFileInfo(book).fileName());
  screenshot(QStringLiteral("attachments-passages-dark"));
  key(Qt::Key_Escape);
  window_->resize(480, 640);
  screenshot(QStringLiteral("attachments-narrow-dark"));
  EXPECT_EQ(chips(QStringLiteral("garden.docx")).size(), 1u);
}

TEST_F(AttachmentsWindowTest, ShowsTheSystemSettingsAndALinksSheet) {
  open();
  app().session()->setCanNotify(true);
  app().session()->setCanKeepAwake(true);
  app().session()->setHasTray(true);
  key(Qt::Key_Comma, Qt::ControlModifier);
  screenshot(QStringLiteral("settings-system"));
  app().openTarget(
      QStringLiteral("hearth://open_from_hf?model=Qwen/Qwen3-4B-GGUF&file=Qwen3-4B-Q4_K_M.gguf"));
  screenshot(QStringLiteral("hub-link"));
  EXPECT_EQ(buttons(QStringLiteral("Open the page")).size(), 1u);
}

}  // namespace
}  // namespace hearth::desktop
