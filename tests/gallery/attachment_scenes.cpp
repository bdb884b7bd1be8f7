// Files: before sending, refused, sent in part, and what the model was shown.
#include "tests/gallery/stage.h"

namespace hearth::desktop {
namespace {

QUrl sample(const char* name) {
  return QUrl::fromLocalFile(QStringLiteral(HEARTH_TEST_DATA "/attachments/") + QLatin1String(name));
}

void ready(Stage& stage, int count) {
  ASSERT_TRUE(eventually([&] {
    return stage.chat().attachments()->count() == count && !stage.chat().attachments()->reading();
  }));
}

constexpr char kBook[] = "The book of trees, second edition, with an index of places.txt";

QString writeBook(Stage& stage) {
  const QString path = stage.folder_.filePath(QLatin1String(kBook));
  QFile book(path);
  EXPECT_TRUE(book.open(QIODevice::WriteOnly));
  book.write("The book of trees.\n\n");
  for (int i = 0; i < 60; ++i) {
    book.write(QByteArray("It rained on the meadow all day, and nothing of note happened there at all.\n")
                   .repeated(12) +
               "\n");
    if (i == 41) book.write("The quince tree blooms in the second week of May.\n");
  }
  return path;
}

void files(Stage& stage) {
  stage.openLived();
  stage.drop({sample("letter.pdf"), sample("garden.docx"), sample("plain.md"), sample("make.py")});
  ready(stage, 4);
  stage.chat().setDraft(QStringLiteral("What do these have in common?"));
}

void refused(Stage& stage) {
  stage.openLived();
  stage.drop({sample("letter.pdf"), sample("locked.pdf"), sample("scan.pdf")});
  ready(stage, 3);
}

void draftInPart(Stage& stage) {
  stage.useModel();
  stage.engine_.contextLength = 4096;
  stage.engine_.bytesPerToken = 4;
  stage.openLived();
  stage.engine_.contextLength = 4096;
  stage.drop({sample("letter.pdf"), QUrl::fromLocalFile(writeBook(stage))});
  ready(stage, 2);
  stage.chat().setDraft(QStringLiteral("When does the quince bloom?"));
  ASSERT_TRUE(eventually([&] { return stage.chat().context()->fraction() > 1; }));
}

void sentInPart(Stage& stage) {
  draftInPart(stage);
  stage.send(stage.chat().draft());
  stage.engine_.write("In the second week of May, says the book.");
  stage.finishAnswer();
}

void passages(Stage& stage) {
  sentInPart(stage);
  stage.chat().attachments()->show(stage.chat().messages()->branch().front().id, QLatin1String(kBook));
}

void drag(Stage& stage, const QUrl& file) {
  stage.openChat();
  QMimeData data;
  data.setUrls({file});
  QDragEnterEvent enter(QPoint(700, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(stage.window_, &enter);
}

void dropping(Stage& stage) { drag(stage, sample("letter.pdf")); }

void droppingModel(Stage& stage) {
  drag(stage, QUrl::fromLocalFile(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf"));
}

}  // namespace

std::vector<Scene> attachmentScenes() {
  return {
      {"files-draft", files},           {"files-refused", refused},   {"files-draft-in-part", draftInPart},
      {"files-sent", sentInPart},       {"files-passages", passages}, {"files-dropping", dropping},
      {"model-dropping", droppingModel}};
}

}  // namespace hearth::desktop
