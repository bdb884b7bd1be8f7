#include "app/desktop/parameters/parameters.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace hearth::desktop {
namespace {

constexpr double kWindowMost = 1 << 20;
constexpr double kSeedMost = 9007199254740991;  // 2^53 - 1: what every reader of JSON keeps exactly

// In the order of Number.
constexpr std::array<NumberParameter, kNumberCount> kNumbers = {{
    {"temperature", 0, 10, 0.05, false, 0.6},
    {"topK", 0, 1e6, 1, true, 0},
    {"topP", 0, 1, 0.01, false, 0.95},
    {"minP", 0, 1, 0.01, false, 0},
    {"typicalP", 0, 1, 0.01, false, 1},
    {"repetitionPenalty", 0.01, 10, 0.01, false, 1},
    {"presencePenalty", -10, 10, 0.05, false, 0},
    {"frequencyPenalty", -10, 10, 0.05, false, 0},
    {"penaltyWindow", 0, kWindowMost, 1, true, 256},
    {"dryMultiplier", 0, 100, 0.05, false, 0},
    {"dryBase", 1, 10, 0.05, false, 1.75},
    {"dryAllowedLength", 0, 1000, 1, true, 2},
    {"dryWindow", 0, kWindowMost, 1, true, 1024},
    {"xtcProbability", 0, 1, 0.01, false, 0},
    {"xtcThreshold", 0, 1, 0.01, false, 0.1},
    {"maxTokens", 0, kWindowMost, 1, true, 0},
    {"seed", 0, kSeedMost, 1, true, 0},
}};
constexpr std::array<const char*, 4> kAtLimitWords = {"ask", "dropOldest", "summarise",
                                                      "stop"};  // as AtLimit
constexpr qsizetype kTextsMost = 64, kTextMost = 1000;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Parameters)
};

std::optional<std::vector<std::string>> texts(const QJsonValue& value) {
  const QJsonArray array = value.toArray();
  if (!value.isArray() || array.size() > kTextsMost) return std::nullopt;
  std::vector<std::string> result;
  for (const QJsonValue& item : array) {
    if (!item.isString() || item.toString().isEmpty() || item.toString().size() > kTextMost)
      return std::nullopt;
    result.push_back(item.toString().toStdString());
  }
  return result;
}

QJsonArray arrayOf(const std::vector<std::string>& texts) {
  QJsonArray array;
  for (const std::string& text : texts) array.append(QString::fromStdString(text));
  return array;
}

std::optional<std::map<TokenId, float>> biases(const QJsonValue& value) {
  if (!value.isObject()) return std::nullopt;
  std::map<TokenId, float> result;
  const QJsonObject object = value.toObject();
  for (auto bias = object.begin(); bias != object.end(); ++bias) {
    bool isToken = false;
    const int token = bias.key().toInt(&isToken);
    if (!isToken || token < 0 || !bias.value().isDouble() || std::abs(bias.value().toDouble()) > 1000)
      return std::nullopt;
    result[token] = static_cast<float>(bias.value().toDouble());
  }
  return result;
}

std::optional<TemplateValues> templateValuesOf(const QJsonValue& value) {
  if (!value.isObject()) return std::nullopt;
  TemplateValues result;
  const QJsonObject object = value.toObject();
  for (auto field = object.begin(); field != object.end(); ++field) {
    if (field.value().isBool()) {
      result[field.key().toStdString()] = field.value().toBool();
    } else if (field.value().isString() && field.value().toString().size() <= kTextMost) {
      result[field.key().toStdString()] = field.value().toString().toStdString();
    } else {
      return std::nullopt;
    }
  }
  return result;
}

std::optional<AtLimit> atLimitOf(const QJsonValue& value) {
  for (size_t i = 0; i < kAtLimitWords.size(); ++i) {
    if (value.toString() == QLatin1String(kAtLimitWords[i])) return static_cast<AtLimit>(i);
  }
  return std::nullopt;
}

template <class T>
void take(std::optional<T>& mine, const std::optional<T>& other) {
  if (other) mine = other;
}

}  // namespace

const NumberParameter& describe(Number number) { return kNumbers[static_cast<size_t>(number)]; }

void Parameters::set(Number which, std::optional<double> value) {
  const NumberParameter& about = describe(which);
  if (value) value = std::isfinite(*value) ? std::clamp(*value, about.least, about.most) : about.usual;
  if (value && about.whole) value = std::round(*value);
  numbers_[static_cast<size_t>(which)] = value;
}

Parameters Parameters::fromJson(const std::string& json, QStringList* problems) {
  if (json.empty()) return {};
  const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
  if (!document.isObject() && problems) *problems << Words::tr("The parameters are not a JSON object.");
  return fromObject(document.object(), problems);
}

Parameters Parameters::fromObject(const QJsonObject& object, QStringList* problems) {
  Parameters parameters;
  parameters.unknown_ = object;
  // The field as `read` understands it; one that it does not is told.
  const auto field = [&](const char* key, auto read, const QString& wanted) {
    const QJsonValue value = parameters.unknown_.take(QLatin1String(key));
    decltype(read(value)) understood;
    if (value.isUndefined() || value.isNull()) return understood;
    understood = read(value);
    if (!understood && problems)
      *problems << Words::tr("“%1” is left out: it must be %2.").arg(QLatin1String(key), wanted);
    return understood;
  };
  for (size_t i = 0; i < kNumbers.size(); ++i) {
    const NumberParameter& about = kNumbers[i];
    const auto read = [&about](const QJsonValue& value) {
      const double number = value.toDouble();
      const bool good = value.isDouble() && number >= about.least && number <= about.most &&
                        (!about.whole || number == std::floor(number));
      return good ? std::optional(number) : std::nullopt;
    };
    const QLocale locale = QLocale::c();
    parameters.numbers_[i] =
        field(about.key, read,
              (about.whole ? Words::tr("a whole number from %1 to %2") : Words::tr("a number from %1 to %2"))
                  .arg(locale.toString(about.least, 'g', 16), locale.toString(about.most, 'g', 16)));
  }
  parameters.stop = field("stop", texts, Words::tr("a list of texts"));
  parameters.sequenceBreakers = field("drySequenceBreakers", texts, Words::tr("a list of texts"));
  parameters.logitBias = field("logitBias", biases, Words::tr("an object of token numbers and their biases"));
  parameters.atLimit = field("atLimit", atLimitOf, Words::tr("ask, dropOldest, summarise or stop"));
  if (auto values = field("template", templateValuesOf, Words::tr("an object of switches and texts"))) {
    parameters.templateValues = std::move(*values);
  }
  return parameters;
}

QJsonObject Parameters::toObject() const {
  QJsonObject object = unknown_;
  for (size_t i = 0; i < kNumbers.size(); ++i) {
    if (!numbers_[i]) continue;
    const QLatin1String key(kNumbers[i].key);
    if (kNumbers[i].whole)
      object[key] = static_cast<qint64>(*numbers_[i]);
    else
      object[key] = *numbers_[i];
  }
  if (stop) object[QLatin1String("stop")] = arrayOf(*stop);
  if (sequenceBreakers) object[QLatin1String("drySequenceBreakers")] = arrayOf(*sequenceBreakers);
  if (logitBias) {
    QJsonObject biases;
    for (const auto& [token, bias] : *logitBias) biases[QString::number(token)] = static_cast<double>(bias);
    object[QLatin1String("logitBias")] = biases;
  }
  if (atLimit) object[QLatin1String("atLimit")] = QLatin1String(kAtLimitWords[static_cast<size_t>(*atLimit)]);
  if (!templateValues.empty()) {
    QJsonObject values;
    for (const auto& [name, value] : templateValues) {
      const auto* on = std::get_if<bool>(&value);
      values[QString::fromStdString(name)] =
          on ? QJsonValue(*on) : QJsonValue(QString::fromStdString(std::get<std::string>(value)));
    }
    object[QLatin1String("template")] = values;
  }
  return object;
}

std::string Parameters::toJson() const {
  const QJsonObject object = toObject();
  return object.isEmpty() ? std::string()
                          : QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

void Parameters::overlay(const Parameters& inner) {
  for (size_t i = 0; i < numbers_.size(); ++i) take(numbers_[i], inner.numbers_[i]);
  take(stop, inner.stop);
  take(sequenceBreakers, inner.sequenceBreakers);
  take(logitBias, inner.logitBias);
  take(atLimit, inner.atLimit);
  for (const auto& [name, value] : inner.templateValues) templateValues[name] = value;
  for (auto field = inner.unknown_.begin(); field != inner.unknown_.end(); ++field)
    unknown_[field.key()] = field.value();
}

void Parameters::applyTo(Generate& generate) const {
  SamplingOptions& sampling = generate.sampling;
  const auto real = [this](Number which, float& target) {
    if (const auto value = number(which)) target = static_cast<float>(*value);
  };
  const auto count = [this](Number which, uint32_t& target) {
    if (const auto value = number(which)) target = static_cast<uint32_t>(*value);
  };
  real(Number::Temperature, sampling.temperature);
  count(Number::TopK, sampling.topK);
  real(Number::TopP, sampling.topP);
  real(Number::MinP, sampling.minP);
  real(Number::TypicalP, sampling.typicalP);
  real(Number::RepetitionPenalty, sampling.repetitionPenalty);
  real(Number::PresencePenalty, sampling.presencePenalty);
  real(Number::FrequencyPenalty, sampling.frequencyPenalty);
  count(Number::PenaltyWindow, sampling.penaltyWindow);
  real(Number::DryMultiplier, sampling.dryMultiplier);
  real(Number::DryBase, sampling.dryBase);
  count(Number::DryAllowedLength, sampling.dryAllowedLength);
  count(Number::DryWindow, sampling.dryWindow);
  real(Number::XtcProbability, sampling.xtcProbability);
  real(Number::XtcThreshold, sampling.xtcThreshold);
  count(Number::MaxTokens, generate.maxTokens);
  if (const auto seed = number(Number::Seed)) sampling.seed = static_cast<uint64_t>(*seed);
  if (sequenceBreakers) sampling.drySequenceBreakers = *sequenceBreakers;
  if (logitBias) sampling.logitBias = *logitBias;
  if (stop) generate.stop = *stop;
  for (const auto& [name, value] : templateValues) generate.templateValues[name] = value;
}

}  // namespace hearth::desktop
