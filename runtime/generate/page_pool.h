// Who has which page of a paged KV cache: sequences of tokens, each with a page table, that share the pages
// of a common beginning. Pure logic: contents are copied by whoever owns the cache.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/forward/kv_cache.h"

namespace hearth {

// A page that several sequences have is never written: whoever wants to, gets one of its own first.
class PagePool {
 public:
  // A sequence has at most `perSequence` pages, which the pool can hold: after that nothing is allocated but
  // by open().
  PagePool(uint32_t pages, uint32_t perSequence);

  using Id = uint32_t;
  // An empty sequence, the most recently used one. Ids of closed ones are given again.
  Id open();
  void close(Id id);
  void touch(Id id);
  // Of the open ones but `except`.
  std::optional<Id> leastRecent(Id except) const;
  // All open ones, the most recently used one first.
  std::vector<Id> newestFirst() const;

  // Valid until the sequence is changed or closed, or another is opened.
  std::span<const uint32_t> pages(Id id) const;
  uint32_t freePages() const { return free_; }

  // Gives `to`, which is empty, the pages of the first `positions` of `from`.
  void share(Id from, Id to, uint32_t positions);

  struct Copy {
    uint32_t from = 0, to = 0;
  };
  struct Room {
    bool granted = false;      // false: there are too few free pages; the sequence is as cut
    std::optional<Copy> copy;  // to be done before the page is written
  };
  // Cuts the sequence after its first `first` positions and makes [first, end) writable.
  Room write(Id id, uint32_t first, uint32_t end);

 private:
  struct Sequence {
    bool open = false;
    uint64_t used = 0;  // when, by the pool's clock
    std::vector<uint32_t> pages;
  };

  Sequence& at(Id id);
  uint32_t take();
  void release(uint32_t page);

  uint32_t perSequence_;
  std::vector<uint32_t> users_;  // per page: how many sequences have it
  uint32_t free_;
  uint64_t clock_ = 0;
  std::vector<Sequence> sequences_;
};

}  // namespace hearth
