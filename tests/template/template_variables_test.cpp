#include "runtime/template/template_variables.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

std::vector<TemplateVariable> variablesIn(const std::string& source) {
  auto compiled = ChatTemplate::compile(source);
  EXPECT_TRUE(compiled) << compiled.error().what();
  if (!compiled) return {};
  const nlohmann::ordered_json context = {
      {"messages",
       {{{"role", "user"}, {"content", "Hello"}},
        {{"role", "assistant"}, {"content", "Hi"}, {"reasoning_content", "Hm"}},
        {{"role", "user"}, {"content", "Bye"}}}},
      {"add_generation_prompt", true},
      {"tools", nullptr}};
  return findTemplateVariables(*compiled, context);
}

const TemplateVariable kThinkingOn{"enable_thinking", TemplateVariableKind::Switch, true};

TEST(TemplateVariables, FindsASwitchThatIsOnByDefault) {
  EXPECT_EQ(variablesIn("<a>{% if enable_thinking is defined and enable_thinking is false %}<no>{% endif %}"),
            (std::vector{kThinkingOn}));
}

TEST(TemplateVariables, FindsASwitchThatIsOffByDefault) {
  const auto found = variablesIn(
      "{% if not thinking is defined %}{% set thinking = false %}{% endif %}{% if thinking %}<t>{% endif %}");
  EXPECT_EQ(found, (std::vector{TemplateVariable{"thinking", TemplateVariableKind::Switch, false}}));
}

TEST(TemplateVariables, FindsATextThatTheTemplateQuotes) {
  const auto found = variablesIn(
      "{% if not date_string is defined %}{% set date_string = '1 Jan' %}{% endif %}{{ date_string }}");
  EXPECT_EQ(found, (std::vector{TemplateVariable{"date_string", TemplateVariableKind::Text, false}}));
}

TEST(TemplateVariables, FindsASwitchThatOnlyMattersWithEarlierThinking) {
  const auto found = variablesIn(
      "{% for m in messages %}{% if keep_thinking and m.reasoning_content %}{{ m.reasoning_content }}{% "
      "endif %}"
      "{{ m.content }}{% endfor %}");
  EXPECT_EQ(found, (std::vector{TemplateVariable{"keep_thinking", TemplateVariableKind::Switch, false}}));
}

TEST(TemplateVariables, PassesOverWhatTheTemplateSetsItselfCallsOrRefuses) {
  EXPECT_TRUE(
      variablesIn("{% set ns = namespace(a=1) %}{% for m in messages %}{{ m.content }}{{ ns.a }}{% endfor %}"
                  "{% if tools %}{{ raise_exception('x') }}{% endif %}"
                  "{% if odd is defined %}{{ raise_exception('no') }}{% endif %}{{ strftime_now('%Y') }}")
          .empty());
}

}  // namespace
}  // namespace hearth
