#include "app/desktop/chat/answer_parameters.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace hearth::desktop {
namespace {

std::optional<double> number(const QVariantMap& map, const char* key, double least, double most) {
  bool is = false;
  const double value = map.value(QString::fromLatin1(key)).toDouble(&is);
  return is && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<int> count(const QVariantMap& map, const char* key, int most) {
  const auto value = number(map, key, 0, most);
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

template <class T>
void put(QVariantMap& map, const char* key, const std::optional<T>& value) {
  if (value) map.insert(QString::fromLatin1(key), *value);
}

template <class T>
void take(std::optional<T>& mine, const std::optional<T>& other) {
  if (other) mine = other;
}

}  // namespace

AnswerParameters AnswerParameters::fromMap(const QVariantMap& map) {
  constexpr int kCountMax = 1 << 20;
  AnswerParameters parameters;
  parameters.temperature = number(map, "temperature", 0, 5);
  parameters.topP = number(map, "topP", 0, 1);
  parameters.minP = number(map, "minP", 0, 1);
  parameters.repetitionPenalty = number(map, "repetitionPenalty", 0.5, 3);
  parameters.topK = count(map, "topK", kCountMax);
  parameters.maxTokens = count(map, "maxTokens", kCountMax);
  return parameters;
}

AnswerParameters AnswerParameters::fromJson(const std::string& json) {
  return fromMap(QJsonDocument::fromJson(QByteArray::fromStdString(json)).object().toVariantMap());
}

QVariantMap AnswerParameters::toMap() const {
  QVariantMap map;
  put(map, "temperature", temperature);
  put(map, "topP", topP);
  put(map, "minP", minP);
  put(map, "repetitionPenalty", repetitionPenalty);
  put(map, "topK", topK);
  put(map, "maxTokens", maxTokens);
  return map;
}

std::string AnswerParameters::toJson() const {
  const QVariantMap map = toMap();
  if (map.isEmpty()) return {};
  return QJsonDocument(QJsonObject::fromVariantMap(map)).toJson(QJsonDocument::Compact).toStdString();
}

void AnswerParameters::overlay(const AnswerParameters& other) {
  take(temperature, other.temperature);
  take(topP, other.topP);
  take(minP, other.minP);
  take(repetitionPenalty, other.repetitionPenalty);
  take(topK, other.topK);
  take(maxTokens, other.maxTokens);
}

void AnswerParameters::applyTo(Generate& generate) const {
  SamplingOptions& sampling = generate.sampling;
  if (temperature) sampling.temperature = static_cast<float>(*temperature);
  if (topP) sampling.topP = static_cast<float>(*topP);
  if (minP) sampling.minP = static_cast<float>(*minP);
  if (repetitionPenalty) sampling.repetitionPenalty = static_cast<float>(*repetitionPenalty);
  if (topK) sampling.topK = static_cast<uint32_t>(*topK);
  if (maxTokens) generate.maxTokens = static_cast<uint32_t>(*maxTokens);
}

}  // namespace hearth::desktop
