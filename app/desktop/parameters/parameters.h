// How an answer is to be made, as far as somebody said: kept as JSON with a preset, a folder, a chat, a model
// or an answer. What is not set is left to whoever stands further out.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "runtime/engine/engine.h"

namespace hearth::desktop {

// What to do when the conversation does not fit the model's context.
enum class AtLimit { Ask, DropOldest, Summarise, Stop };

// A parameter that is a number. The bounds are those of runtime/generate/sampler.cpp.
struct NumberParameter {
  const char* key;  // in JSON
  double least, most, step;
  bool whole;    // a whole number
  double usual;  // when nobody says
};
enum class Number {
  Temperature,
  TopK,
  TopP,
  MinP,
  TypicalP,
  RepetitionPenalty,
  PresencePenalty,
  FrequencyPenalty,
  PenaltyWindow,
  DryMultiplier,
  DryBase,
  DryAllowedLength,
  DryWindow,
  XtcProbability,
  XtcThreshold,
  MaxTokens,
  Seed
};
inline constexpr size_t kNumberCount = 17;
const NumberParameter& describe(Number number);

class Parameters {
 public:
  // Fields of the wrong kind or out of bounds are left out, each with a sentence in `problems`; fields that
  // this version does not know are kept. Text that is no JSON object sets nothing.
  static Parameters fromJson(const std::string& json, QStringList* problems = nullptr);
  static Parameters fromObject(const QJsonObject& object, QStringList* problems = nullptr);
  QJsonObject toObject() const;
  std::string toJson() const;  // empty when nothing is set
  bool empty() const { return toObject().isEmpty(); }

  std::optional<double> number(Number which) const { return numbers_[static_cast<size_t>(which)]; }
  // Brought into bounds; nothing: not set any more.
  void set(Number which, std::optional<double> value);

  std::optional<std::vector<std::string>> stop;              // texts that end the answer
  std::optional<std::vector<std::string>> sequenceBreakers;  // of DRY
  std::optional<std::map<TokenId, float>> logitBias;
  std::optional<AtLimit> atLimit;
  TemplateValues templateValues;  // an absent name is not set

  // What `inner` sets wins; template values one by one.
  void overlay(const Parameters& inner);
  // What is set here; what is not stays as `generate` has it.
  void applyTo(Generate& generate) const;

  bool operator==(const Parameters& other) const { return toObject() == other.toObject(); }

 private:
  std::array<std::optional<double>, kNumberCount> numbers_;
  QJsonObject unknown_;
};

}  // namespace hearth::desktop
