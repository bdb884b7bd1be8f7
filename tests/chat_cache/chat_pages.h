// Chats with pages whose every byte follows from the tokens, to write to files and to know again.
#pragma once

#include <array>
#include <vector>

#include "runtime/chat_cache/chat_records.h"

namespace hearth::test {

using Tokens = std::vector<TokenId>;
using Page = std::vector<std::byte>;

inline KvShape chatShape(KvForm form = KvForm::Half) {
  return {.layers = 2, .keyWidth = 32, .valueWidth = 64, .form = form};
}
inline ChatIdentity chatOf(uint64_t conversation, const KvShape& shape = chatShape()) {
  return {conversation, 42, shape};
}
inline Tokens chatTokens(uint32_t count) {
  Tokens tokens;
  for (uint32_t i = 0; i < count; ++i) tokens.push_back(static_cast<TokenId>(i * 7 % 100));
  return tokens;
}

// Positions past the last token have `rest`. As in a cache, every other byte is of few values.
inline Page chatPage(const KvShape& shape, std::span<const TokenId> tokens, uint32_t number,
                     std::byte rest = std::byte{0}) {
  Page page;
  const std::array<size_t, 3> runs = {shape.keyRowBytes(), shape.valueRowBytes(), shape.indexRowBytes()};
  for (uint32_t layer = 0; layer < shape.layers; ++layer) {
    for (uint32_t run = 0; run < runs.size(); ++run) {
      for (uint32_t p = number * kKvPagePositions; p < (number + 1) * kKvPagePositions; ++p) {
        if (p >= tokens.size()) {
          page.insert(page.end(), runs[run], rest);
          continue;
        }
        uint64_t mixed = (uint64_t{layer} << 40 | uint64_t{run} << 32 | p) * 0x9e3779b97f4a7c15 +
                         static_cast<uint64_t>(tokens[p]) * 0xbf58476d1ce4e5b9;
        for (size_t i = 0; i < runs[run]; ++i) {
          mixed = mixed * 0x5851f42d4c957f2d + 1;
          page.push_back(static_cast<std::byte>(i % 2 == 0 ? mixed >> 56 : 0x38 + (mixed >> 62)));
        }
      }
    }
  }
  return page;
}

}  // namespace hearth::test
