// How an answer is to be sampled, as far as somebody said: kept as JSON with a folder, a chat, or one turn.
// What is not set is left to whoever comes before.
#pragma once

#include <optional>
#include <string>

#include <QVariantMap>

#include "runtime/engine/engine.h"

namespace hearth::desktop {

struct AnswerParameters {
  std::optional<double> temperature, topP, minP, repetitionPenalty;
  std::optional<int> topK, maxTokens;

  // Unknown keys and values of the wrong kind are passed over; text that is no JSON object sets nothing.
  static AnswerParameters fromJson(const std::string& json);
  static AnswerParameters fromMap(const QVariantMap& map);  // {"temperature": 0.7, …}
  QVariantMap toMap() const;
  std::string toJson() const;  // empty when nothing is set
  // What `other` sets wins.
  void overlay(const AnswerParameters& other);
  void applyTo(Generate& generate) const;
};

}  // namespace hearth::desktop
