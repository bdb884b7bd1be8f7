#include "tests/bench/window/shapes.h"

#include <cstdio>
#include <vector>

#include "tests/bench/window/driven_window.h"
#include "tests/bench/window/long_chat.h"

namespace hearth::bench {
namespace {

enum class Who { Model, User };

struct Shape {
  std::string name;
  std::string text;
  Who writes = Who::Model;
};

std::string code(int lines) {
  std::string text = "```cpp\n";
  for (int i = 0; i < lines; ++i)
    text += "  if (part[" + std::to_string(i) + "] > limit) total += part[" + std::to_string(i * 7) +
            "];  // as before\n";
  return text + "```\n";
}

std::string table(int rows) {
  std::string text = "| Name | Size | What it is for |\n|:--|--:|---|\n";
  for (int i = 0; i < rows; ++i)
    text += "| **part** " + std::to_string(i) + " | " + std::to_string(i * 37) + " | a few words on it |\n";
  return text;
}

std::string paragraph(size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i)
    text += (i % 9 == 4   ? "**bold** words, "
             : i % 7 == 3 ? "`code` and "
                          : "a few plain words ") +
            std::to_string(i) + ". ";
  return text;
}

std::string list(int items) {
  std::string text;
  for (int i = 0; i < items; ++i) text += "- item " + std::to_string(i) + " with `code` and a few words\n";
  return text;
}

std::string mixed(size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) {
    text += "## Part " + std::to_string(i) + "\n\n" + paragraph(400) + "\n\n" + list(4) + "\n";
    if (i % 4 == 0) text += code(12) + "\n";
    if (i % 9 == 0) text += table(5) + "\n";
  }
  return text;
}

std::vector<Shape> shapes() {
  return {{"code of 2000 lines", code(2000)},
          {"table of 500 rows", table(500)},
          {"paragraph of 100 kB", paragraph(100'000)},
          {"list of 2000 items", list(2000)},
          {"answer of 300 kB", mixed(300'000)},
          {"question of 100 kB in one paragraph", paragraph(100'000), Who::User},
          {"question of 300 kB in lines", code(5600), Who::User}};
}

void measure(EventClock& clock, const Shape& shape) {
  std::printf("\n%s\n", shape.name.c_str());
  DrivenWindow window(clock, 1e6, shape.writes == Who::User ? "An answer" : shape.text);
  const bool asked = shape.writes == Who::User;
  const LongChat chat = makeChat(
      window.databasePath(),
      {asked ? shape.text : "A question", asked ? "An answer" : shape.text, "And then?", "Nothing more."});
  if (!window.start()) return;
  window.beginTimes();
  window.chat().open(chat.conversationId);
  window.waitFor([&] { return window.chat().messages()->count() == 4; });
  window.waitForPaint();
  window.waitMs(1000);
  window.printTimes("open");
  window.scroll("scroll, 60 px a frame", 60, 240);
  window.scroll("scroll, 600 px a frame", 600, 240);
  window.everyFrame("pull the scroll bar through", 120, [&](int done) {
    const double from = window.number("originY");
    window.view()->setProperty("contentY", from + (window.lowest() - from) * done / 120);
  });
  window.beginTimes();
  window.chat().find()->openAt(QStringLiteral("few"), 0);
  window.waitMs(1000);
  window.printTimes("find in it");
  window.scroll("scroll with finds, 60 px a frame", 60, 120);
  window.chat().startNew();
  window.waitMs(300);
  window.beginTimes();
  window.chat().setDraft(asked ? QString::fromStdString(shape.text) : QStringLiteral("All at once, please."));
  window.chat().send();
  window.waitFor([&] { return window.chat().messages()->count() == 2 && !window.chat().busy(); });
  window.waitMs(1000);
  window.printTimes(asked ? "sent" : "arrives at once");
}

}  // namespace

int measureShapes(EventClock& clock, const std::string& only) {
  for (const Shape& shape : shapes()) {
    if (shape.name.find(only) != std::string::npos) measure(clock, shape);
  }
  return 0;
}

}  // namespace hearth::bench
