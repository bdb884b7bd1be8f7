#include "app/desktop/library/hub_search.h"

#include <algorithm>
#include <array>

#include <QLocale>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

using Sort = library::HubQuery::Sort;
constexpr std::array kOrders = {Sort::Trending, Sort::Downloads, Sort::Likes, Sort::Newest};

QString detailOf(const library::HubModel& model) {
  QStringList parts{model.repository.section(QChar('/'), 0, 0)};
  if (model.downloads > 0)
    parts << HubSearch::tr("%1 downloads").arg(compactTokens(static_cast<uint64_t>(model.downloads)));
  if (!model.license.isEmpty()) parts << model.license;
  if (model.modified.isValid()) parts << QLocale().toString(model.modified.date(), QLocale::ShortFormat);
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

HubSearch::HubSearch(HubAccess& hub) : hub_(hub), rows_({"title", "detail", "chip", "tone"}) {}

QStringList HubSearch::orders() const {
  return {tr("Trending"), tr("Most downloaded"), tr("Most liked"), tr("Newest")};
}

void HubSearch::setOrder(int order) {
  if (order == order_ || order < 0 || order >= static_cast<int>(kOrders.size())) return;
  order_ = order;
  Q_EMIT changed();
  if (asked_) search(words_);
}

void HubSearch::search(const QString& words) {
  words_ = words.trimmed();
  asked_ = true;
  models_.clear();
  next_.clear();
  rows_.setRows({});
  library::HubQuery query;
  query.text = words_;
  query.sort = kOrders[static_cast<size_t>(order_)];
  send(query);
}

void HubSearch::loadMore() {
  if (busy() || next_.isEmpty()) return;
  library::HubQuery query;
  query.next = next_;
  send(query);
}

void HubSearch::send(const library::HubQuery& query) {
  failure_.clear();
  client_ = std::make_unique<library::HubClient>(hub_.log(), hub_.hub());
  Q_EMIT changed();
  client_->search(query, [this](const library::HubAnswer<library::HubPage>& answer) {
    client_.release()->deleteLater();  // it is calling us
    if (answer.value) {
      for (const library::HubModel& model : answer.value->models) {
        if (find(model.repository) == nullptr) models_ << model;
      }
      next_ = answer.value->next;
    } else {
      failure_ = answer.failure.sentence;
    }
    QList<QVariantMap> rows;
    for (const library::HubModel& model : std::as_const(models_)) {
      rows << QVariantMap{{"key", model.repository},
                          {"title", model.repository.section(QChar('/'), 1)},
                          {"detail", detailOf(model)},
                          {"chip", model.gated ? tr("Asks for consent") : QString()},
                          {"tone", QStringLiteral("slow")}};
    }
    rows_.setRows(rows);
    Q_EMIT changed();
  });
}

const library::HubModel* HubSearch::find(const QString& repository) const {
  const auto at = std::find_if(models_.begin(), models_.end(), [&](const library::HubModel& model) {
    return model.repository == repository;
  });
  return at == models_.end() ? nullptr : &*at;
}

}  // namespace hearth::desktop
