// What scenes are made with: the real window of WindowTest, a hub on loopback, on chats and models that look
// like someone's own.
#pragma once

#include <vector>

#include "tests/desktop/sample_hardware.h"
#include "tests/ui/library_window.h"

namespace hearth::desktop {

// The figures of an answer of some length, all of it on the card.
GenerationStats sampleStats();

class Stage : public LibraryWindowTest {
 public:
  using LibraryWindowTest::downloadUpTo;
  using LibraryWindowTest::firstRun_;
  using LibraryWindowTest::hub_;
  using LibraryWindowTest::library;
  using LibraryWindowTest::openHubModel;
  using LibraryWindowTest::openLibrary;
  using LibraryWindowTest::press;
  using LibraryWindowTest::pressRow;
  using LibraryWindowTest::type;
  using WindowTest::answer;
  using WindowTest::app;
  using WindowTest::buttons;
  using WindowTest::chat;
  using WindowTest::click;
  using WindowTest::clickRow;
  using WindowTest::composerField;
  using WindowTest::conversationView;
  using WindowTest::databasePath;
  using WindowTest::drop;
  using WindowTest::engine_;
  using WindowTest::folder_;
  using WindowTest::hoverLastAnswer;
  using WindowTest::itemsWhere;
  using WindowTest::key;
  using WindowTest::named;
  using WindowTest::open;
  using WindowTest::openSheet;
  using WindowTest::rowItem;
  using WindowTest::send;
  using WindowTest::window_;

  // ---- Before the window is opened
  // A list of chats: pinned, in folders, of today and of weeks ago.
  void fillLibrary();
  // A chat of 10 questions and answers, the newest of the list.
  void fillLongChat();
  // A mixture of experts on a graphics card, or what else `hardware` says.
  void useModel(const std::optional<Hardware>& hardware = sampleHardware());
  // No model is there, not even the bundled one.
  void withoutModels() { bundled_ = false; }

  // ---- With the window
  // The window of someone who uses it: the library, a model, no notices.
  void openLived(QSize size = {1280, 800});
  // openLived() with the chat that the mock-ups show.
  void openChat(QSize size = {1280, 800});
  // openLived() with one question and its answer.
  void openAnswer(const char* question, const std::string& text, QSize size = {1280, 800});
  // Ends the answer as a model of that speed would.
  void finishAnswer(DoneReason reason = DoneReason::EndOfText, const GenerationStats& stats = sampleStats());
  void ask(const char* question, const char* thinking, const std::string& text);
  QString modelFile(const QString& name);  // there, and as large as it says, but empty
  void scrollPage(const char* viewName, double share);
  void rest();  // until nothing is under way any more

 protected:
  void prepare(ApplicationOptions& options) override {
    LibraryWindowTest::prepare(options);
    if (!bundled_) options.bundledModel.clear();
  }

 private:
  bool bundled_ = true;
};

// One picture: its name, and how the window gets there.
struct Scene {
  const char* name;
  void (*arrange)(Stage&);
};

std::vector<Scene> chatScenes();
std::vector<Scene> renderingScenes();
std::vector<Scene> attachmentScenes();
std::vector<Scene> listScenes();
std::vector<Scene> paletteScenes();
std::vector<Scene> pageScenes();
std::vector<Scene> libraryScenes();
std::vector<Scene> inspectorScenes();
std::vector<Scene> sheetScenes();
std::vector<Scene> noticeScenes();
std::vector<Scene> sizeScenes();

// What is asked and answered in them.
inline constexpr char kQuestion[] = "Why can a model with 671 billion parameters run on my gaming PC?";
extern const char* const kThinking;
extern const char* const kAnswer;

}  // namespace hearth::desktop
