// Numbers and places in the words a reader would use.
#pragma once

#include <cstdint>

#include <QString>

namespace hearth::desktop {

QString countOf(uint64_t count, const QString& one, const QString& many);  // "1 token", "3,412 tokens"
QString compactTokens(uint64_t tokens);                                    // "412", "3.1k", "128k"
QString tokensPerSecond(double rate);                                      // "46 tok/s", "3.2 tok/s"
QString bytesText(uint64_t bytes);                                         // "7.9 GB"
QString parametersText(uint64_t parameters);                               // "11.2 million", "671 billion"

}  // namespace hearth::desktop
