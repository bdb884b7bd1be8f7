#include "app/desktop/parameters/recommended.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <QCoreApplication>
#include <QFileInfo>

namespace hearth::desktop {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Recommended)
};

constexpr double kUnsaid = -1;

struct Row {
  std::string_view marks[2];  // both occur in a name of the model; an empty one always does
  std::string_view
      architecture[2];  // or, where no name is known at all, the file's architecture is one of these
  const char* family;
  double temperature, topP, topK, minP, repetitionPenalty;
  bool noSystemPrompt;
  const char* source;
  double temperatureNotThinking = kUnsaid, topPNotThinking = kUnsaid;
};

constexpr Row kDeepSeekR1 = {{"deepseek-r1", ""},
                             {},
                             "DeepSeek R1",
                             0.6,
                             0.95,
                             kUnsaid,
                             kUnsaid,
                             kUnsaid,
                             true,
                             "deepseek-ai/DeepSeek-R1, README, Usage Recommendations"};

// The same model under another mark.
constexpr Row called(Row row, std::string_view mark) {
  row.marks[0] = mark;
  return row;
}

// The first row that fits holds, so distilled models stand before those they were made from. Numbers are from
// the model cards (README) and generation_config.json files on huggingface.co, as named.
constexpr Row kRows[] = {
    {{"deepseek-r1-0528", ""},
     {},
     "DeepSeek R1 0528",
     0.6,
     0.95,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "deepseek-ai/DeepSeek-R1-0528, README"},
    kDeepSeekR1,
    called(kDeepSeekR1, "r1-distill"),
    {{"deepseek-v3.2", ""},
     {},
     "DeepSeek V3.2",
     1.0,
     0.95,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "deepseek-ai/DeepSeek-V3.2, README"},
    {{"deepseek-v3.1", ""},
     {},
     "DeepSeek V3.1",
     0.6,
     0.95,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "deepseek-ai/DeepSeek-V3.1, generation_config.json"},
    {{"deepseek-v3", ""},
     {},
     "DeepSeek V3",
     0.3,
     0.95,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "deepseek-ai/DeepSeek-V3-0324, README, Temperature"},
    {{"deepseek-v2", ""},
     {},
     "DeepSeek V2",
     0.3,
     0.95,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "deepseek-ai/DeepSeek-V2-Lite-Chat, generation_config.json"},
    {{"deepseek-coder-v2", ""},
     {},
     "DeepSeek Coder V2",
     0.3,
     0.95,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "deepseek-ai/DeepSeek-Coder-V2-Lite-Instruct, generation_config.json"},
    {{"glm-4.7", ""},
     {},
     "GLM 4.7",
     1.0,
     0.95,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "zai-org/GLM-4.7-Flash, README"},
    {{"qwen3", "thinking-2507"},
     {},
     "Qwen3 Thinking",
     0.6,
     0.95,
     20,
     0,
     kUnsaid,
     false,
     "Qwen/Qwen3-30B-A3B-Thinking-2507, README, Best Practices"},
    {{"qwen3", "instruct-2507"},
     {},
     "Qwen3 Instruct",
     0.7,
     0.8,
     20,
     0,
     kUnsaid,
     false,
     "Qwen/Qwen3-30B-A3B-Instruct-2507, README, Best Practices"},
    {{"qwen3", "coder"},
     {},
     "Qwen3 Coder",
     0.7,
     0.8,
     20,
     kUnsaid,
     1.05,
     false,
     "Qwen/Qwen3-Coder-30B-A3B-Instruct, README, Best Practices"},
    {{"qwen3", ""},
     {"qwen3", "qwen3moe"},
     "Qwen3",
     0.6,
     0.95,
     20,
     0,
     kUnsaid,
     false,
     "Qwen/Qwen3-8B, README, Best Practices",
     0.7,
     0.8},
    {{"qwq", ""}, {}, "QwQ", 0.6, 0.95, 30, 0, kUnsaid, false, "Qwen/QwQ-32B, README, Usage Guidelines"},
    {{"qwen2.5", ""},
     {},
     "Qwen2.5",
     0.7,
     0.8,
     20,
     kUnsaid,
     1.05,
     false,
     "Qwen/Qwen2.5-7B-Instruct, generation_config.json"},
    {{"llama-3", ""},
     {},
     "Llama 3",
     0.6,
     0.9,
     kUnsaid,
     kUnsaid,
     kUnsaid,
     false,
     "meta-llama/Llama-3.1-8B-Instruct, generation_config.json"},
};

// What files call their numbers (llama.cpp's gguf-py writes them), and what they are here.
constexpr std::pair<const char*, Number> kFileKeys[] = {
    {"temp", Number::Temperature},
    {"top_k", Number::TopK},
    {"top_p", Number::TopP},
    {"min_p", Number::MinP},
    {"xtc_probability", Number::XtcProbability},
    {"xtc_threshold", Number::XtcThreshold},
    {"penalty_last_n", Number::PenaltyWindow},
    {"penalty_repeat", Number::RepetitionPenalty},
};

// "DeepSeek R1_Distill" as "deepseek-r1-distill", so that all spellings meet.
std::string plain(std::string_view name) {
  std::string result;
  for (const char letter : name) {
    const bool gap = letter == ' ' || letter == '_' || letter == '/' || letter == ':';
    result += gap ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  if (const size_t llama = result.find("llama3"); llama != std::string::npos)
    result.insert(llama + 5, 1, '-');
  return result;
}

std::vector<std::string> namesOf(const ModelLoaded& model) {
  std::vector<std::string> names{
      plain(model.name),
      plain(QFileInfo(QString::fromStdString(model.path)).completeBaseName().toStdString())};
  for (const std::string& origin : model.origins) names.push_back(plain(origin));
  return names;
}

bool fits(const Row& row, const ModelLoaded& model, const std::vector<std::string>& names) {
  const auto anyHas = [&](std::string_view mark) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name.find(mark) != std::string::npos; });
  };
  if (anyHas(row.marks[0]) && anyHas(row.marks[1])) return true;
  return model.name.empty() && !model.architecture.empty() &&
         std::find(std::begin(row.architecture), std::end(row.architecture), model.architecture) !=
             std::end(row.architecture);
}

}  // namespace

const TemplateVariable* thinkingSwitch(const ModelLoaded& model) {
  const auto found =
      std::find_if(model.templateVariables.begin(), model.templateVariables.end(), [](const auto& one) {
        return one.kind == TemplateVariableKind::Switch &&
               (one.name == "enable_thinking" || one.name == "thinking");
      });
  return found == model.templateVariables.end() ? nullptr : &*found;
}

Recommendation recommendedFor(const ModelLoaded& model, Thinking thinking) {
  Recommendation result;
  const auto names = namesOf(model);
  const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const Row& one) { return fits(one, model, names); });
  const bool otherNumbers =
      row != std::end(kRows) && thinking == Thinking::Off && row->temperatureNotThinking != kUnsaid;
  const auto set = [&](Number which, double value) {
    if (value != kUnsaid) result.parameters.set(which, value);
  };
  if (row != std::end(kRows)) {
    result.family = QString::fromLatin1(row->family);
    result.source = QString::fromLatin1(row->source);
    result.noSystemPrompt = row->noSystemPrompt;
    set(Number::Temperature, otherNumbers ? row->temperatureNotThinking : row->temperature);
    set(Number::TopP, otherNumbers ? row->topPNotThinking : row->topP);
    set(Number::TopK, row->topK);
    set(Number::MinP, row->minP);
    set(Number::RepetitionPenalty, row->repetitionPenalty);
  }
  if (model.sampling.empty() || otherNumbers) return result;  // a file's numbers are those for thinking
  bool fromFile = false;
  for (const auto& [key, which] : kFileKeys) {
    const auto said = model.sampling.find(key);
    const NumberParameter& about = describe(which);
    if (said == model.sampling.end() || said->second < about.least || said->second > about.most) continue;
    // Files hold 32-bit numbers: 0.95 reads 0.949999988.
    result.parameters.set(which, QString::number(said->second, 'g', 6).toDouble());
    fromFile = true;
  }
  if (!fromFile) return result;
  if (result.family.isEmpty()) result.family = QString::fromStdString(model.name);
  result.source = Words::tr("the model's own file");
  return result;
}

std::string modelKey(const ModelLoaded& model) {
  if (!model.name.empty()) return plain(model.name);
  return plain(QFileInfo(QString::fromStdString(model.path)).completeBaseName().toStdString());
}

}  // namespace hearth::desktop
