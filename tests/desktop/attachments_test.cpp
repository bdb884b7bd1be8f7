// Files beside a message: read, kept, sent with it, shown to the model, and there again after a restart.
#include <QClipboard>
#include <QFile>
#include <QImage>
#include <QMimeData>
#include <QSignalSpy>

#include "tests/desktop/gui_test.h"

namespace hearth::desktop {
namespace {

QUrl sample(const char* name) {
  return QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/attachments/") + QLatin1String(name));
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class AttachmentsTest : public GuiTest {
 protected:
  AttachmentShelf& shelf() { return *chat().attachments(); }
  void attach(const QUrl& file) {
    const int before = shelf().count();
    shelf().addFiles({file});
    ASSERT_TRUE(eventually([&] { return shelf().count() == before + 1 && !shelf().reading(); }));
    ASSERT_EQ(shelf().data(shelf().index(before), AttachmentShelf::StateRole).toInt(), AttachmentShelf::Ready)
        << shelf().data(shelf().index(before), AttachmentShelf::DetailRole).toString().toStdString();
  }
  QString detail(int row) { return shelf().data(shelf().index(row), AttachmentShelf::DetailRole).toString(); }
  std::string lastQuestion() { return engine_.last<Generate>().messages.back().text; }
  QUrl file(const QString& name, const QByteArray& content) {
    QFile file(folder_.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(content);
    return QUrl::fromLocalFile(file.fileName());
  }
};

TEST_F(AttachmentsTest, TheModelReadsTheFilesAndTheMessageKeepsThem) {
  start();
  attach(sample("letter.pdf"));
  attach(sample("garden.docx"));
  attach(sample("latin1.txt"));
  send(QStringLiteral("What do they say?"));
  const std::string question = lastQuestion();
  EXPECT_TRUE(contains(question, "Attached file: letter.pdf\n```\n"));
  EXPECT_TRUE(contains(question, "400 ml of oil"));
  EXPECT_TRUE(contains(question, "Prune the pear[^1]"));
  EXPECT_TRUE(contains(question, "Grüße aus Málaga"));
  EXPECT_TRUE(question.ends_with("What do they say?"));
  answer("This and that.");
  EXPECT_EQ(shelf().count(), 0);
  const qint64 asked = chat().messages()->branch().front().id;
  ASSERT_TRUE(eventually([&] { return chat().sentFiles()->of(asked).size() == 3; }));
  EXPECT_EQ(chat().sentFiles()->of(asked).first().toMap()["fileName"].toString(),
            QStringLiteral("letter.pdf"));
  // The message itself is what was typed.
  EXPECT_EQ(chat().messages()->branch().front().text, "What do they say?");
  // Later turns have them as they were, and so has another answer.
  send(QStringLiteral("And then?"));
  EXPECT_EQ(engine_.last<Generate>().messages.front().text, question);
  answer("Nothing.");
  start();
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 4; }));
  ASSERT_TRUE(eventually([&] { return chat().sentFiles()->of(asked).size() == 3; }));
  const size_t before = engine_.all<Generate>().size();
  chat().regenerateLast();
  ASSERT_TRUE(eventually([&] { return engine_.all<Generate>().size() > before; }));
  EXPECT_EQ(engine_.last<Generate>().messages.front().text, question);
}

TEST_F(AttachmentsTest, ADraftsFilesSurviveARestartAndCanBeRemoved) {
  start();
  attach(sample("letter.pdf"));
  attach(sample("plain.md"));
  start();
  ASSERT_TRUE(eventually([this] { return shelf().count() == 2 && !shelf().reading(); }));
  shelf().remove(0);
  start();
  ASSERT_TRUE(eventually([this] { return shelf().count() == 1; }));
  EXPECT_EQ(shelf().data(shelf().index(0), AttachmentShelf::NameRole).toString(), QStringLiteral("plain.md"));
  // Each chat has its own.
  send(QStringLiteral("One"));
  answer("1");
  attach(sample("latin1.txt"));
  const qint64 first = chat().conversationId();
  chat().startNew();
  EXPECT_TRUE(eventually([this] { return shelf().count() == 0; }));
  chat().open(first);
  EXPECT_TRUE(eventually([this] { return shelf().count() == 1; }));
}

TEST_F(AttachmentsTest, TokensAreCountedByTheModel) {
  engine_.bytesPerToken = 4;
  start();
  attach(sample("plain.md"));
  EXPECT_TRUE(eventually([this] { return detail(0).contains(QStringLiteral("tokens")); }))
      << detail(0).toStdString();
}

TEST_F(AttachmentsTest, WhatDoesNotFitIsShownInPassagesAndTheUserSeesWhich) {
  engine_.bytesPerToken = 4;
  start();
  QByteArray book = "The book of trees.\n\n";
  for (int i = 0; i < 60; ++i) {
    book += QByteArray("It rained on the meadow all day, and nothing of note happened there at all.\n")
                .repeated(12);
    if (i == 41) book += "The quince tree blooms in the second week of May.\n";
    book += "\n";
  }
  attach(file(QStringLiteral("book.txt"), book));
  send(QStringLiteral("When does the quince bloom?"));
  const std::string question = lastQuestion();
  EXPECT_TRUE(contains(question, "second week of May"));
  EXPECT_TRUE(contains(question, "book.txt (excerpts;"));
  EXPECT_LT(question.size(), 4096u * 4);
  EXPECT_GT(question.size(), 4096u * 2);
  answer("In May.");
  const qint64 asked = chat().messages()->branch().front().id;
  ASSERT_TRUE(eventually([&] { return chat().sentFiles()->of(asked).size() == 1; }));
  EXPECT_TRUE(chat().sentFiles()->of(asked).first().toMap()["detail"].toString().contains(
      QStringLiteral("% of it shown")));
  QSignalSpy shown(&shelf(), &AttachmentShelf::shown);
  shelf().show(asked, QStringLiteral("book.txt"));
  ASSERT_TRUE(eventually([&] { return shown.count() == 1; }));
  EXPECT_TRUE(shown.first().at(1).toString().contains(QStringLiteral("%")));
  EXPECT_TRUE(
      shown.first().at(2).toStringList().join(QChar(' ')).contains(QStringLiteral("second week of May")));
  // Another answer, also after a restart, sees the same.
  start();
  ASSERT_TRUE(eventually([this] { return chat().messages()->count() == 2; }));
  const size_t before = engine_.all<Generate>().size();
  chat().regenerateLast();
  ASSERT_TRUE(eventually([&] { return engine_.all<Generate>().size() > before; }));
  EXPECT_EQ(lastQuestion(), question);
}

TEST_F(AttachmentsTest, AnEditedQuestionKeepsItsFiles) {
  start();
  attach(sample("plain.md"));
  send(QStringLiteral("What is it?"));
  answer("Notes.");
  chat().edit(chat().messages()->branch().front().id);
  send(QStringLiteral("Whose is it?"));
  EXPECT_TRUE(contains(lastQuestion(), "Attached file: plain.md"));
  EXPECT_TRUE(lastQuestion().ends_with("Whose is it?"));
  answer("Yours.");
  const auto& branch = chat().messages()->branch();
  EXPECT_EQ(branch.front().siblingCount, 2u);
  EXPECT_TRUE(
      eventually([&] { return chat().sentFiles()->of(chat().messages()->branch().front().id).size() == 1; }));
}

TEST_F(AttachmentsTest, AFileAloneCanBeSent) {
  start();
  attach(sample("plain.md"));
  ASSERT_TRUE(chat().canSend());
  chat().send();
  ASSERT_TRUE(eventually([this] { return engine_.all<Generate>().size() == 1; }));
  EXPECT_TRUE(eventually([this] { return chat().title() == QStringLiteral("plain.md"); }));
}

TEST_F(AttachmentsTest, WhatCannotBeReadSaysWhy) {
  start();
  QSignalSpy failed(&shelf(), &AttachmentShelf::failed);
  shelf().addFiles({file(QStringLiteral("cat.png"), "\x89PNG"),
                    QUrl(QStringLiteral("https://example.org/x.txt")), QUrl::fromLocalFile(folder_.path()),
                    QUrl::fromLocalFile(QStringLiteral("/no/such/file"))});
  EXPECT_EQ(failed.count(), 4);
  EXPECT_TRUE(failed.first().at(0).toString().contains(QStringLiteral("image")));
  EXPECT_EQ(shelf().count(), 0);
  EXPECT_FALSE(chat().problem().isEmpty());
  shelf().addFiles({sample("locked.pdf")});
  ASSERT_TRUE(eventually([this] { return shelf().count() == 1 && !shelf().reading(); }));
  EXPECT_TRUE(detail(0).contains(QStringLiteral("password"))) << detail(0).toStdString();
  EXPECT_FALSE(chat().canSend());  // there is nothing else
}

TEST_F(AttachmentsTest, ALongPasteBecomesAFileAndCanBeUndone) {
  start();
  QSignalSpy undone(&shelf(), &AttachmentShelf::pasteUndone);
  const QString text = QStringLiteral("line\n").repeated(30);
  QGuiApplication::clipboard()->setText(QStringLiteral("short"));
  EXPECT_FALSE(shelf().paste());
  QGuiApplication::clipboard()->setText(text);
  EXPECT_TRUE(shelf().paste());
  ASSERT_TRUE(eventually([this] { return shelf().count() == 1 && !shelf().reading(); }));
  shelf().undoPaste();
  ASSERT_EQ(undone.count(), 1);
  EXPECT_EQ(undone.first().at(0).toString(), text);
  EXPECT_EQ(shelf().count(), 0);
  EXPECT_TRUE(shelf().takeLongText(QString(2001, QChar('a'))));
  shelf().setLongPaste(0);
  EXPECT_FALSE(shelf().takeLongText(QString(100'000, QChar('a'))));
}

TEST_F(AttachmentsTest, PastedFilesAndImagesGoWhereTheyBelong) {
  start();
  auto* files = new QMimeData;  // the clipboard's from now on
  files->setUrls({sample("plain.md")});
  QGuiApplication::clipboard()->setMimeData(files);
  EXPECT_TRUE(shelf().paste());
  EXPECT_TRUE(eventually([this] { return shelf().count() == 1 && !shelf().reading(); }));
  QSignalSpy failed(&shelf(), &AttachmentShelf::failed);
  QGuiApplication::clipboard()->setImage(QImage(4, 4, QImage::Format_RGB32));
  EXPECT_TRUE(shelf().paste());
  EXPECT_EQ(failed.count(), 1);
}

TEST_F(AttachmentsTest, ASavedCopyIsTheFile) {
  start();
  attach(sample("garden.docx"));
  const QString hash = shelf().data(shelf().index(0), AttachmentShelf::IdRole).toString();
  const QString target = folder_.filePath(QStringLiteral("copy.docx"));
  shelf().saveCopy(hash, QUrl::fromLocalFile(target));
  QFile original(sample("garden.docx").toLocalFile()), copy(target);
  ASSERT_TRUE(original.open(QIODevice::ReadOnly));
  ASSERT_TRUE(eventually([&] { return QFileInfo(target).size() == original.size(); }));
  ASSERT_TRUE(copy.open(QIODevice::ReadOnly));
  EXPECT_EQ(copy.readAll(), original.readAll());
}

}  // namespace
}  // namespace hearth::desktop
