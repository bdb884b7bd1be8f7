#include "app/desktop/chat/find_in_chat.h"

#include <algorithm>
#include <span>
#include <utility>

namespace hearth::desktop {
namespace {

constexpr size_t kPlacesMax = 20'000;
constexpr size_t kPage = 200;  // messages read at a time

using Places = std::vector<std::pair<qint64, int>>;  // message, how manieth in it

int placesIn(const QString& text, const QStringList& terms) {
  int found = 0;
  for (const QString& term : terms) found += static_cast<int>(text.count(term, Qt::CaseInsensitive));
  return found;
}

struct Found {
  Places ofPhrase, ofWords;
};

// On the storage thread: all texts of the branch pass by once.
Result<Found> lookThrough(storage::Store& store, qint64 conversationId, const QString& query,
                          const QStringList& words) {
  auto outline = store.branchOutline(conversationId);
  if (!outline) return std::move(outline).error();
  std::vector<int64_t> ids;
  for (const storage::BranchEntry& entry : *outline) ids.push_back(entry.id);
  Found found;
  for (size_t begin = 0; begin < ids.size() && found.ofPhrase.size() < kPlacesMax; begin += kPage) {
    auto page = store.messages(std::span(ids).subspan(begin, std::min(kPage, ids.size() - begin)));
    if (!page) return std::move(page).error();
    for (const storage::Message& message : *page) {
      const QString text = QString::fromStdString(message.text);
      const int phrases = placesIn(text, {query});
      for (int i = 0; i < phrases; ++i) found.ofPhrase.emplace_back(message.id, i);
      if (words.size() < 2 || found.ofWords.size() >= kPlacesMax) continue;
      const int places = placesIn(text, words);
      for (int i = 0; i < places; ++i) found.ofWords.emplace_back(message.id, i);
    }
  }
  return found;
}

}  // namespace

qint64 FindInChat::currentMessage() const {
  return current_ < 0 ? 0 : places_[static_cast<size_t>(current_)].messageId;
}

int FindInChat::currentInMessage() const {
  return current_ < 0 ? -1 : places_[static_cast<size_t>(current_)].inMessage;
}

void FindInChat::setQuery(const QString& query) {
  if (query_ == query) return;
  query_ = query;
  Q_EMIT queryChanged();
  look(Then::GoThere);
}

void FindInChat::setConversation(qint64 conversationId) {
  if (conversationId_ != conversationId) close();
  conversationId_ = conversationId;
  if (active_) look(Then::Stay);
}

void FindInChat::open() {
  if (active_) return;
  active_ = true;
  Q_EMIT activeChanged();
  look(Then::GoThere);
}

void FindInChat::openAt(const QString& query, qint64 messageId) {
  startAt_ = messageId;
  active_ = true;
  query_ = query;
  Q_EMIT activeChanged();
  Q_EMIT queryChanged();
  look(Then::GoThere);
}

void FindInChat::close() {
  if (!active_) return;
  active_ = false;
  ++looks_;
  show({}, {}, Then::Stay);
  Q_EMIT activeChanged();
}

void FindInChat::look(Then then) {
  const uint64_t mine = ++looks_;
  const QString query = query_.simplified();
  if (!active_ || query.isEmpty() || conversationId_ == 0) return show({}, {}, then);
  const QStringList words = query.split(QChar(' '));
  storage_.run([id = conversationId_, query,
                words](storage::Store& store) { return lookThrough(store, id, query, words); },
               this,
               [this, mine, query, words, then](Result<Found> found) {
                 if (mine != looks_ || !found) return;
                 const bool phrase = !found->ofPhrase.empty() || words.size() < 2;
                 std::vector<Place> places;
                 for (const auto& [message, nth] : phrase ? found->ofPhrase : found->ofWords) {
                   places.push_back({message, nth});
                 }
                 show(phrase ? QStringList{query} : words, std::move(places), then);
               });
}

void FindInChat::show(QStringList terms, std::vector<Place> places, Then then) {
  const qint64 start = startAt_ != 0 ? startAt_ : currentMessage();
  startAt_ = 0;
  terms_ = std::move(terms);
  places_ = std::move(places);
  current_ = -1;
  Q_EMIT foundChanged();
  const auto from =
      std::find_if(places_.begin(), places_.end(), [&](const Place& p) { return p.messageId >= start; });
  if (!places_.empty()) {
    const bool none = start == 0 || from == places_.end();
    current_ =
        none ? count() - 1 : static_cast<int>(from - places_.begin());  // what was said last is sought most
  }
  if (then == Then::GoThere && current_ >= 0) return go(current_);
  Q_EMIT currentChanged();
}

void FindInChat::go(int place) {
  current_ = place;
  Q_EMIT currentChanged();
  Q_EMIT wanted(currentMessage());
}

void FindInChat::next() {
  if (count() > 0) go((current_ + 1) % count());
}

void FindInChat::previous() {
  if (count() > 0) go((current_ + count() - 1) % count());
}

}  // namespace hearth::desktop
