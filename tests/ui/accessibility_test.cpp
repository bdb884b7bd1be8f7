// What a screen reader and the keyboard find, in every page, sheet and menu of the window.
#include <QAccessible>
#include <QSet>

#include "tests/ui/tour.h"

namespace hearth::desktop {
namespace {

QString placeOf(const QObject* object) {
  QStringList path;
  for (const auto* item = qobject_cast<const QQuickItem*>(object); item && path.size() < 4;
       item = item->parentItem())
    path.prepend(QString::fromLatin1(item->metaObject()->className()).section(QStringLiteral("_QML"), 0, 0));
  return path.join(QStringLiteral(" > "));
}

void eachFace(QAccessibleInterface* face, const std::function<void(QAccessibleInterface*)>& visit) {
  if (!face || face->state().invisible) return;
  visit(face);
  for (int at = 0; at < face->childCount(); ++at) eachFace(face->child(at), visit);
}

bool pressable(QAccessible::Role role) {
  static const QSet<int> kRoles = {QAccessible::Button,   QAccessible::CheckBox, QAccessible::RadioButton,
                                   QAccessible::MenuItem, QAccessible::Link,     QAccessible::ComboBox,
                                   QAccessible::Slider,   QAccessible::PageTab,  QAccessible::EditableText};
  return kRoles.contains(role);
}

class AccessibilityTest : public TourTest {
 protected:
  QAccessibleInterface* root() { return QAccessible::queryAccessibleInterface(window_); }

  void expectNames(const QString& where) {
    int named = 0;
    eachFace(root(), [&](QAccessibleInterface* face) {
      if (!face->state().focusable && !pressable(face->role())) return;
      const bool hasName = !face->text(QAccessible::Name).trimmed().isEmpty();
      named += hasName;
      EXPECT_TRUE(hasName) << where.toStdString() << ": no name: " << placeOf(face->object()).toStdString();
      EXPECT_NE(face->role(), QAccessible::NoRole) << placeOf(face->object()).toStdString();
    });
    EXPECT_GT(named, 5) << where.toStdString() << ": the tree is nearly empty";
    // What takes the keyboard must be in the tree at all.
    for (QQuickItem* item : itemsWhere(window_->contentItem(), [](QQuickItem* each) {
           return each->isEnabled() && each->activeFocusOnTab() && !each->isFocusScope() && each->width() > 0;
         })) {
      const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
      EXPECT_TRUE(face && !face->text(QAccessible::Name).trimmed().isEmpty())
          << where.toStdString() << ": takes the keyboard without a name: " << placeOf(item).toStdString();
    }
  }

  // Tabs once round what is open. Every stop is seen, and shows that the keyboard is on it.
  void expectTabRound(const QString& where) {
    QList<QQuickItem*> stops;
    for (int step = 0; step < 400; ++step) {
      key(Qt::Key_Tab);
      QQuickItem* stop = window_->activeFocusItem();
      ASSERT_TRUE(stop) << where.toStdString() << ": the keyboard is nowhere after " << step << " steps";
      if (!stops.isEmpty() && stop == stops.first()) break;
      ASSERT_FALSE(stops.contains(stop))
          << where.toStdString() << ": Tab is stuck at " << placeOf(stop).toStdString();
      stops << stop;
      expectSeen(where, stop);
    }
    EXPECT_LT(stops.size(), 400);
    EXPECT_FALSE(stops.isEmpty());
  }

 private:
  void expectSeen(const QString& where, QQuickItem* stop) {
    const std::string place = where.toStdString() + ": " + placeOf(stop).toStdString() + " “" +
                              stop->property("text").toString().left(30).toStdString() + "”";
    EXPECT_TRUE(stop->isVisible()) << place << " is hidden";
    const QRectF onScreen = stop->mapRectToScene(QRectF(0, 0, stop->width(), stop->height()));
    EXPECT_TRUE(onScreen.intersects(QRectF(0, 0, window_->width(), window_->height())))
        << place << " is off the window";
    const auto rings = itemsWhere(stop, [](QQuickItem* item) {
      return QString::fromLatin1(item->metaObject()->className()).startsWith(QStringLiteral("FocusRing"));
    });
    if (stop->inherits("QQuickPopupItem")) return;  // numbers to read: nothing in it takes the keyboard
    EXPECT_TRUE(!rings.empty() || stop->property("cursorVisible").toBool()) << place << " shows no focus";
  }
};

TEST_F(AccessibilityTest, EverythingThatCanBeFocusedOrPressedHasAName) {
  furnish();
  tour([this](const QString& where) { expectNames(where); });
}

TEST_F(AccessibilityTest, TabGoesRoundAndIsAlwaysSeen) {
  furnish();
  tour([this](const QString& where) { expectTabRound(where); });
}

TEST_F(AccessibilityTest, AnAnswersTextCanBeRead) {
  furnish();
  QStringList texts;
  eachFace(root(), [&](QAccessibleInterface* face) {
    texts << face->text(QAccessible::Name) + QChar(' ') + face->text(QAccessible::Value);
  });
  const QString all = texts.join(QChar('\n'));
  for (const char* words :
       {"Which number format should I choose?", "Take Q4_K.", "F16", "quoted", "print(1)", "the page"})
    EXPECT_TRUE(all.contains(QString::fromLatin1(words))) << words;
}

// A name that changes is spoken: while the answer is written it stays the same, and is whole in the end.
TEST_F(AccessibilityTest, AnAnswerIsToldOnceAndNotWordByWord) {
  open();
  send(QStringLiteral("Tell me a story."));
  engine_.write("Once ");
  rest();
  const auto names = [this] {
    QStringList found;
    eachFace(root(), [&](QAccessibleInterface* face) {
      if (face->object() && QByteArray(face->object()->metaObject()->className()).startsWith("MessageAnswer"))
        found << face->text(QAccessible::Name);
    });
    return found;
  };
  const QStringList before = names();
  ASSERT_EQ(before.size(), 1);
  for (int word = 0; word < 10; ++word) {
    engine_.write("upon a time ");
    QTest::qWait(20);
    EXPECT_EQ(names(), before);
  }
  engine_.finish();
  EXPECT_TRUE(
      eventually([&] { return names().value(0).contains(QStringLiteral("Once upon a time upon a time")); }));
}

}  // namespace
}  // namespace hearth::desktop
