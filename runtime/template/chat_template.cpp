#include "runtime/template/chat_template.h"

#include "runtime/template/evaluator.h"
#include "runtime/template/parser.h"

namespace hearth {
namespace {

// Tokens and nodes take about this many bytes for each byte of a dense source.
constexpr size_t kBytesPerSourceByte = 64;

Error explained(const jinja::Failure& failure, uint32_t line) {
  return Error("line " + std::to_string(failure.line != 0 ? failure.line : line) + ": " + failure.message);
}

}  // namespace

struct ChatTemplate::Program {
  jinja::Syntax syntax;
  TemplateLimits limits;
};

ChatTemplate::ChatTemplate(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
ChatTemplate::ChatTemplate(ChatTemplate&&) noexcept = default;
ChatTemplate& ChatTemplate::operator=(ChatTemplate&&) noexcept = default;
ChatTemplate::~ChatTemplate() = default;

Result<ChatTemplate> ChatTemplate::compile(std::string_view source, const TemplateLimits& limits) {
  if (source.size() > limits.memoryBytes / kBytesPerSourceByte) {
    return Error("the chat template is too long: " + std::to_string(source.size()) + " bytes");
  }
  auto program = std::make_unique<Program>();
  program->limits = limits;
  try {
    program->syntax = jinja::parse(source, limits);
    jinja::resolveScopes(program->syntax);
  } catch (const jinja::Failure& failure) {
    return explained(failure, 1);
  }
  return ChatTemplate(std::move(program));
}

const std::vector<std::string>& ChatTemplate::names() const { return program_->syntax.names; }

Result<std::string> ChatTemplate::render(const nlohmann::ordered_json& variables,
                                         std::chrono::system_clock::time_point now) const {
  if (!variables.is_object()) return Error("the variables of a chat template must be a JSON object");
  jinja::Heap heap(program_->limits);
  jinja::Evaluator evaluator(program_->syntax, heap, variables, now);
  try {
    return evaluator.run();
  } catch (const jinja::Failure& failure) {
    return explained(failure, evaluator.line());
  }
}

}  // namespace hearth
