// Numbers and places in the words a reader would use.
#pragma once

#include <cstdint>

#include <string>

#include <QString>

namespace hearth::desktop {

QString countOf(uint64_t count, const QString& one, const QString& many);  // "1 token", "3,412 tokens"
QString compactTokens(uint64_t tokens);                                    // "412", "3.1k", "128k"
QString tokensPerSecond(double rate);                                      // "46 tok/s", "3.2 tok/s"
QString bytesText(uint64_t bytes);                                         // "7.9 GB"
QString parametersText(uint64_t parameters);                               // "11.2 million", "671 billion"
// Memory is counted in units of 2^30 and 2^20 bytes, as on a graphics card's box: "12.0 GB", "512 MB".
QString memoryText(uint64_t bytes);
QString perTokenText(double bytes);  // "0.81 GB", "8.3 MB": what a token reads
QString percentText(double share);   // "94 %" with a no-break space; "100 %" only for the whole
// A search hit's snippet as inline HTML: the store marks matches with \x01 and \x02.
QString snippetHtml(const std::string& snippet);
QString shortGpuName(const QString& name);  // "RTX 4070"

}  // namespace hearth::desktop
