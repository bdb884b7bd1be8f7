#include "runtime/generate/page_pool.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth {

PagePool::PagePool(uint32_t pages, uint32_t perSequence)
    : perSequence_(perSequence), users_(pages), free_(pages) {
  CHECK(perSequence > 0 && perSequence <= pages);
}

PagePool::Sequence& PagePool::at(Id id) {
  CHECK(id < sequences_.size() && sequences_[id].open);
  return sequences_[id];
}

PagePool::Id PagePool::open() {
  const auto unused =
      std::find_if(sequences_.begin(), sequences_.end(), [](const Sequence& s) { return !s.open; });
  const auto id = static_cast<Id>(unused - sequences_.begin());
  if (unused == sequences_.end()) sequences_.emplace_back().pages.reserve(perSequence_);
  sequences_[id].open = true;
  touch(id);
  return id;
}

void PagePool::close(Id id) {
  Sequence& sequence = at(id);
  for (const uint32_t page : sequence.pages) release(page);
  sequence.pages.clear();
  sequence.open = false;
}

void PagePool::touch(Id id) { at(id).used = ++clock_; }

std::optional<PagePool::Id> PagePool::leastRecent(Id except) const {
  std::optional<Id> least;
  for (Id id = 0; id < sequences_.size(); ++id) {
    if (!sequences_[id].open || id == except) continue;
    if (!least || sequences_[id].used < sequences_[*least].used) least = id;
  }
  return least;
}

std::vector<PagePool::Id> PagePool::newestFirst() const {
  std::vector<Id> ids;
  for (Id id = 0; id < sequences_.size(); ++id) {
    if (sequences_[id].open) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end(), [&](Id a, Id b) { return sequences_[a].used > sequences_[b].used; });
  return ids;
}

std::span<const uint32_t> PagePool::pages(Id id) const {
  CHECK(id < sequences_.size() && sequences_[id].open);
  return sequences_[id].pages;
}

// The first free one, so that a sequence that is alone lies in one piece from the beginning.
uint32_t PagePool::take() {
  const auto found = std::find(users_.begin(), users_.end(), 0u);
  CHECK(found != users_.end());
  *found = 1;
  --free_;
  return static_cast<uint32_t>(found - users_.begin());
}

void PagePool::release(uint32_t page) {
  CHECK(users_[page] > 0);
  if (--users_[page] == 0) ++free_;
}

void PagePool::share(Id from, Id to, uint32_t positions) {
  Sequence& taker = at(to);
  const Sequence& giver = at(from);
  CHECK(from != to && taker.pages.empty() && kvPages(positions) <= giver.pages.size());
  taker.pages.assign(giver.pages.begin(), giver.pages.begin() + kvPages(positions));
  for (const uint32_t page : taker.pages) ++users_[page];
}

PagePool::Room PagePool::write(Id id, uint32_t first, uint32_t end) {
  Sequence& sequence = at(id);
  std::vector<uint32_t>& pages = sequence.pages;
  const uint32_t wanted = kvPages(end);
  CHECK(first < end && wanted <= perSequence_ && kvPages(first) <= pages.size());

  // What others have, and what is past the end, is given up.
  const uint32_t kept = first / kKvPagePositions;  // whole pages before `first`
  const bool partly = first % kKvPagePositions != 0;
  const bool copies = partly && users_[pages[kept]] > 1;
  uint32_t mine = kvPages(first);
  while (mine < pages.size() && mine < wanted && users_[pages[mine]] == 1) ++mine;
  while (pages.size() > mine) {
    release(pages.back());
    pages.pop_back();
  }
  if (free_ < wanted - mine + (copies ? 1 : 0)) return {};

  Room room{true, std::nullopt};
  if (copies) {
    room.copy = Copy{pages[kept], take()};
    release(pages[kept]);
    pages[kept] = room.copy->to;
  }
  while (pages.size() < wanted) pages.push_back(take());
  return room;
}

}  // namespace hearth
