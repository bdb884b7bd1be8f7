// tokenizer.json files of the SentencePiece kind, made up for tests.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hearth::test {

inline nlohmann::json addedToken(const char* content, unsigned id, bool special) {
  return {{"id", id},        {"content", content},  {"single_word", false}, {"lstrip", false},
          {"rstrip", false}, {"normalized", false}, {"special", special}};
}

// <unk> <s> </s>, the 256 bytes (byte b has number 3 + b), then from 259 on `characters` and what `merges`
// ("a b") make. Normalized as Llama 2's.
inline nlohmann::json sentencePieceJson(const std::vector<std::string>& characters,
                                        const std::vector<std::string>& merges) {
  nlohmann::json vocab = {{"<unk>", 0u}, {"<s>", 1u}, {"</s>", 2u}};
  unsigned next = 3;
  for (unsigned byte = 0; byte < 256; ++byte) {
    char text[8];
    std::snprintf(text, sizeof text, "<0x%02X>", byte);
    vocab[text] = next++;
  }
  const auto add = [&](const std::string& text) {
    if (!vocab.contains(text)) vocab[text] = next++;
  };
  for (const std::string& character : characters) add(character);
  for (const std::string& merge : merges) {
    const size_t space = merge.find(' ');
    add(merge.substr(0, space) + merge.substr(space + 1));
  }
  return {{"added_tokens",
           {addedToken("<unk>", 0, true), addedToken("<s>", 1, true), addedToken("</s>", 2, true)}},
          {"normalizer",
           {{"type", "Sequence"},
            {"normalizers",
             {{{"type", "Prepend"}, {"prepend", "▁"}},
              {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", "▁"}}}}}},
          {"pre_tokenizer", nullptr},
          {"model",
           {{"type", "BPE"},
            {"unk_token", "<unk>"},
            {"fuse_unk", true},
            {"byte_fallback", true},
            {"vocab", vocab},
            {"merges", merges}}}};
}

inline nlohmann::json metaspace(const char* scheme) {
  return {{"type", "Metaspace"}, {"replacement", "▁"}, {"prepend_scheme", scheme}, {"split", false}};
}

}  // namespace hearth::test
