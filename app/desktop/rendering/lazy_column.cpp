#include "app/desktop/rendering/lazy_column.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QElapsedTimer>
#include <QQmlContext>
#include <QQmlEngine>

namespace hearth::desktop {
namespace {

constexpr double kMargin = 450;                 // pixels beyond the view that are made before they are seen
constexpr double kKept = 700;                   // pixels beyond the view that stay made
constexpr int kDroppedATime = 6;                // rows
constexpr qint64 kSliceMs = 3;                  // of making rows, then others have their turn
constexpr std::chrono::milliseconds kPause{2};  // between slices
constexpr double kWithoutView = 4000;           // pixels taken for visible where nothing scrolls

}  // namespace

LazyColumn::LazyColumn(QQuickItem* parent) : QQuickItem(parent) {
  soon_.setSingleShot(true);
  soon_.setInterval(kPause);
  connect(&soon_, &QTimer::timeout, this, &LazyColumn::makeSome);
}

LazyColumn::~LazyColumn() {
  for (const Row& row : rows_) {
    if (row.item) takeDown(row.item);
  }
}

void LazyColumn::setModel(QAbstractItemModel* model) {
  if (model_ == model) return;
  if (model_) disconnect(model_, nullptr, this, nullptr);
  model_ = model;
  if (model_) {
    roleNames_ = model_->roleNames();
    connect(model_, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { insert(first, last); });
    connect(model_, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { remove(first, last); });
    connect(model_, &QAbstractItemModel::modelReset, this, &LazyColumn::reset);
    connect(model_, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
              change(first.row(), last.row(), roles);
            });
  }
  if (isComponentComplete()) reset();
}

void LazyColumn::setLineHeight(double pixels) {
  if (lineHeight_ == pixels) return;
  lineHeight_ = pixels;
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (!rows_[i].item) rows_[i].height = estimate(static_cast<int>(i));
  }
  polish();
}

void LazyColumn::componentComplete() {
  QQuickItem::componentComplete();
  reset();
}

void LazyColumn::reset() {
  if (!isComponentComplete()) return;
  remove(0, count() - 1);
  if (model_ && model_->rowCount() > 0) insert(0, model_->rowCount() - 1);
  layOut();
}

void LazyColumn::insert(int first, int last) {
  if (!isComponentComplete()) return;
  rows_.insert(rows_.begin() + first, static_cast<size_t>(last - first + 1), Row());
  unmade_ += last - first + 1;
  double lines = 0;
  for (int row = first; row <= last; ++row) {
    Row& added = rows_[static_cast<size_t>(row)];
    added.height = estimate(row);
    lines += added.height / lineHeight_;
  }
  const bool atOnce = last - first < rowsAtOnce_ && lines <= linesAtOnce_;
  // What comes to a long column, far from what is read, can wait.
  const auto [top, bottom] = visiblePart();
  const double y = first == 0 ? 0 : rows_[static_cast<size_t>(first) - 1].y;
  const bool near = count() <= rowsAtOnce_ || (y > top - kMargin && y < bottom + kMargin);
  QElapsedTimer slice;
  slice.start();
  for (int row = first; atOnce && near && row <= last; ++row) {
    if (row > first && slice.elapsed() >= kSliceMs) break;
    make(row);
  }
  polish();
  makeSoon();
}

void LazyColumn::remove(int first, int last) {
  if (!isComponentComplete() || last < first) return;
  for (int row = first; row <= last; ++row) {
    drop(row);
    --unmade_;
  }
  rows_.erase(rows_.begin() + first, rows_.begin() + last + 1);
  polish();
}

void LazyColumn::change(int first, int last, const QList<int>& roles) {
  for (int row = first; row <= last && row < count(); ++row) {
    Row& changed = rows_[static_cast<size_t>(row)];
    if (!changed.item) {
      changed.height = estimate(row);
      continue;
    }
    for (auto name = roleNames_.cbegin(); name != roleNames_.cend(); ++name) {
      if (!roles.isEmpty() && !roles.contains(name.key())) continue;
      if (changed.item->metaObject()->indexOfProperty(name.value()) < 0) continue;
      changed.item->setProperty(name.value(), model_->index(row, 0).data(name.key()));
    }
  }
  polish();
}

QVariant LazyColumn::role(int row, const char* name) const {
  const int key = roleNames_.key(name, -1);
  return key < 0 || !model_ ? QVariant() : model_->index(row, 0).data(key);
}

double LazyColumn::estimate(int row) const {
  const QVariant extent = role(row, "extent");
  return std::ceil((extent.isValid() ? extent.toDouble() : 1.0) * lineHeight_);
}

QQmlComponent* LazyColumn::delegateOf(int row) {
  if (delegates_.isEmpty()) return nullptr;
  const int kind = delegates_.size() > 1 ? role(row, "kind").toInt() : 0;
  return delegates_.value(kind, delegates_.first());
}

void LazyColumn::make(int row) {
  Row& made = rows_[static_cast<size_t>(row)];
  QQmlComponent* component = delegateOf(row);
  if (made.item || !component) return;
  // In Qt's own order: values before bindings, the parent before what looks for it.
  QQmlContext* context = component->creationContext();
  if (!context) context = qmlContext(this);
  if (!context || !context->isValid()) return;  // its message is on its way out
  QObject* object = component->beginCreate(context);
  auto* item = qobject_cast<QQuickItem*>(object);
  if (!item) {
    qWarning("%s", qPrintable(component->errorString()));
    component->completeCreate();
    delete object;
    return;
  }
  QVariantMap values;
  for (auto name = roleNames_.cbegin(); name != roleNames_.cend(); ++name) {
    if (item->metaObject()->indexOfProperty(name.value()) >= 0)
      values.insert(QString::fromLatin1(name.value()), model_->index(row, 0).data(name.key()));
  }
  if (item->metaObject()->indexOfProperty("index") >= 0) values.insert(QStringLiteral("index"), row);
  component->setInitialProperties(item, values);
  QQmlEngine::setObjectOwnership(item, QQmlEngine::CppOwnership);
  item->setParent(this);
  item->setParentItem(this);
  item->setY(made.y);
  // Order decides where Tab goes and what a screen reader reads next.
  int before = row - 1;
  while (before >= 0 && !rows_[static_cast<size_t>(before)].item) --before;
  if (before >= 0) {
    item->stackAfter(rows_[static_cast<size_t>(before)].item);
  } else if (QQuickItem* first = childItems().constFirst(); first != item) {
    item->stackBefore(first);
  }
  component->completeCreate();
  made.item = item;
  --unmade_;
  connect(item, &QQuickItem::heightChanged, this, &QQuickItem::polish);
  connect(item, &QQuickItem::implicitWidthChanged, this, &QQuickItem::polish);
}

// Its height stays.
void LazyColumn::drop(int row) {
  QQuickItem* item = std::exchange(rows_[static_cast<size_t>(row)].item, nullptr);
  if (!item) return;
  ++unmade_;
  takeDown(item);
}

void LazyColumn::takeDown(QQuickItem* item) {
  disconnect(item, nullptr, this, nullptr);
  if (bin_) {
    bin_->take(item);
  } else {
    item->setParentItem(nullptr);
    item->deleteLater();
  }
}

ReadingPlace* LazyColumn::place() {
  if (!place_) {
    place_ = ReadingPlace::above(this);
    if (place_) bin_ = &place_->bin();
  }
  return place_;
}

// Thousands of rows cost every frame their time. What has the keyboard, or was set by the user, stays.
bool LazyColumn::dropSome() {
  if (count() - unmade_ <= 2 * rowsAtOnce_) return false;
  const auto [top, bottom] = visiblePart();
  int dropped = 0;
  for (int i = 0; i < count() && dropped < kDroppedATime; ++i) {
    const Row& row = rows_[static_cast<size_t>(i)];
    if (!row.item || (row.y + row.height > top - kKept && row.y < bottom + kKept)) continue;
    if (row.item->hasFocus() || row.item->property("keep").toBool()) continue;
    drop(i);
    ++dropped;
  }
  return dropped > 0;
}

QQuickItem* LazyColumn::view() const {
  QQuickItem* outermost = nullptr;
  for (QQuickItem* item = parentItem(); item; item = item->parentItem()) {
    if (item->inherits("QQuickFlickable")) outermost = item;
  }
  return outermost;
}

std::pair<double, double> LazyColumn::visiblePart() const {
  const QQuickItem* around = view();
  if (!around) return {0, kWithoutView};
  const double top = mapFromItem(around, QPointF()).y();
  return {top, top + around->height()};
}

std::vector<LazyColumn::Row>::const_iterator LazyColumn::firstBelow(double y) const {
  return std::partition_point(rows_.begin(), rows_.end(),
                              [y](const Row& row) { return row.y + row.height <= y; });
}

// First what is seen: outwards from what is there already, so that no gap is left between two rows that are
// read, or from the top. Then what is near, the nearest first.
int LazyColumn::nextWanted() const {
  const auto [top, bottom] = visiblePart();
  int first = -1, above = -1, below = -1;  // that are seen and not made; above, below: next to made ones
  bool anyMade = false;
  int near = -1;
  double nearest = kMargin;
  for (auto row = firstBelow(top - kMargin); row != rows_.end() && row->y < bottom + kMargin; ++row) {
    const int index = static_cast<int>(row - rows_.begin());
    const double distance = std::max(top - (row->y + row->height), row->y - bottom);
    if (row->item) {
      anyMade = anyMade || distance < 0;
    } else if (distance >= 0) {
      if (distance >= nearest) continue;
      near = index;
      nearest = distance;
    } else if (anyMade) {
      if (below < 0) below = index;
    } else {
      if (first < 0) first = index;
      above = index;
    }
  }
  if (first >= 0) return anyMade ? above : first;
  return below >= 0 ? below : near;
}

void LazyColumn::makeSoon() {
  if (soon_.isActive() || (unmade_ == 0 && count() <= 2 * rowsAtOnce_)) return;
  QQuickItem* around = view();
  if (around && watched_ != around) {
    if (watched_) disconnect(watched_, nullptr, this, nullptr);
    watched_ = around;
    connect(around, SIGNAL(contentYChanged()), this, SLOT(viewMoved()));
    connect(around, &QQuickItem::heightChanged, this, &QQuickItem::polish);
  }
  soon_.start();
}

void LazyColumn::makeSome() {
  QElapsedTimer slice;
  slice.start();
  do {
    const int row = nextWanted();
    if (row < 0) {
      if (dropSome()) soon_.start();
      return;
    }
    make(row);
    if (!rows_[static_cast<size_t>(row)].item) return;
    layOut();
    if (place()) place_->hold();
  } while (slice.elapsed() < kSliceMs);
  dropSome();
  makeSoon();
}

void LazyColumn::updatePolish() {
  layOut();
  makeSoon();
}

void LazyColumn::layOut() {
  double y = 0;
  double widest = 0;
  for (Row& row : rows_) {
    row.y = y;
    if (row.item) {
      row.height = row.item->height();
      row.item->setY(y);
      widest = std::max(widest, row.item->implicitWidth());
    }
    y += row.height;
  }
  setImplicitSize(widest, y);
  if (place()) place_->polish();
  if (std::exchange(saidComplete_, complete()) != complete()) Q_EMIT completeChanged();
}

void LazyColumn::eachRowBetween(
    double top, double bottom,
    const std::function<void(QQuickItem* item, double y, double height)>& visit) const {
  for (auto row = firstBelow(top); row != rows_.end() && row->y < bottom; ++row)
    visit(row->item, row->y, row->height);
}

void LazyColumn::eachRow(const std::function<void(const RowText& row)>& visit) const {
  for (int row = 0; row < count(); ++row) {
    const Row& at = rows_[static_cast<size_t>(row)];
    visit({at.item, at.item ? QString() : role(row, "plain").toString(), QRectF(0, at.y, width(), at.height),
           role(row, "continued").toBool()});
  }
}

}  // namespace hearth::desktop
