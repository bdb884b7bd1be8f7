// Templates that would run, nest or grow without end stop with an error, within the limits.
#include <ctime>
#include <string>

#include <gtest/gtest.h>

#include "runtime/template/chat_template.h"

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

std::string repeat(const std::string& part, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += part;
  return text;
}

// The error of compiling or rendering; empty when there was none.
std::string errorOf(const std::string& source, const Json& variables = Json::object()) {
  const auto compiled = ChatTemplate::compile(source);
  if (!compiled) return compiled.error().what();
  const auto text = compiled->render(variables);
  return text ? std::string() : text.error().what();
}

class Hostile : public testing::TestWithParam<std::string> {};

TEST_P(Hostile, EndsInAClearError) {
  const std::clock_t start = std::clock();
  EXPECT_NE(errorOf(GetParam()), "") << GetParam().substr(0, 200);
#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__)
  // Processor time: the default limits are meant to end within about a second of it.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 5.0);
#else
  (void)start;
#endif
}

const std::string kBig = "{% set a = 'aaaaaaaaaaaaaaaa' * 100000 %}";

INSTANTIATE_TEST_SUITE_P(
    Templates, Hostile,
    testing::Values(
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ range(10 ** 12) }}", "{{ 'a' * 10 ** 12 }}", "{{ [0] * 10 ** 12 }}",
        "{{ 9223372036854775807 + 1 }}", "{{ 99999999999999999999 }}", "{{ -9223372036854775807 - 2 }}",
        "{{ 10 ** 400 }}", "{{ 10.0 ** 400 }}",
        "{% set ns = namespace(s='a') %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(100) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
        "{% set ns = namespace(l=[]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ "
        "ns.l }}",
        "{% set ns = namespace(l=[]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}"
        "{% set ms = namespace(l=[]) %}{% for i in range(90) %}{% set ms.l = [ms.l, ms.l] %}{% endfor %}"
        "{{ ns.l == ms.l }}",
        "{% set ns = namespace(l=[]) %}{% for i in range(9999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l "
        "}}",
        "{% set ns = namespace(l=[]) %}{% for i in range(9999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ "
        "ns.l|tojson }}",
        "{% set ns = namespace(l=()) %}{% for i in range(9999) %}{% set ns.l = (ns.l,) %}{% endfor %}{{ "
        "{ns.l: 1} }}",
        "{% set ns = namespace() %}{% set ns.me = ns %}{{ ns }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f() %}{% call g() %}{% endcall %}{% endmacro %}{% macro g() %}{{ f() }}{{ caller() }}{% "
        "endmacro %}"
        "{{ f() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "{{ '%999999999d' % 1 }}",
        "{{ '%.999999999f' % 1.0 }}", "{{ '{:>999999999}'.format(1) }}", "{{ 'a'.center(10 ** 11) }}",
        "{{ 'a'.zfill(10 ** 11) }}", "{{ '\t'.expandtabs(10 ** 11) }}", "{{ 'a'|indent(10 ** 11) }}",
        "{{ [1]|tojson(indent=10 ** 11) }}", "{{ [1]|batch(10 ** 12, 0)|list }}",
        "{{ [1]|slice(10 ** 12)|list }}", kBig + "{{ a.replace('a', a) }}", kBig + "{{ a.join(a) }}",
        kBig + "{% for i in range(9999) %}{% set x = a.replace('a', 'b') %}{% endfor %}",
        kBig + "{% for i in range(99999) %}{{ a.count(a[1:]) }}{% endfor %}",
        "{% for i in range(99999) %}" + repeat("x", 5000) + "{% endfor %}",
        "{% set ns = namespace(g=[1]) %}{% for i in range(99999) %}{% set ns.g = ns.g|map('string') %}{% "
        "endfor %}"
        "{{ ns.g|list }}",
        kBig + "{% for i in range(99999) %}{% for j in range(99999) %}{{ a|length }}{{ a == a ~ '' }}{% "
               "endfor %}"
               "{% endfor %}",
        "{% set ns = namespace(l=()) %}{% for j in range(50) %}{% for i in range(9999) %}{% set ns.l = "
        "(ns.l,) %}"
        "{% endfor %}{% endfor %}{{ {ns.l: 1} }}",
        repeat("{{ (", 100000), "{{ " + repeat("(", 100000) + "1" + repeat(")", 100000) + " }}",
        "{{ " + repeat("[", 100000) + repeat("]", 100000) + " }}", "{{ " + repeat("{'a':", 50000) + " }}",
        "{{ " + repeat("not ", 100000) + "1 }}", "{{ " + repeat("-", 100000) + "1 }}",
        "{{ " + repeat("1 + ", 100000) + "1 }}", "{{ x" + repeat(".a", 100000) + " }}",
        "{{ x" + repeat("|upper", 100000) + " }}", "{{ x" + repeat("()", 100000) + " }}",
        "{{ 1" + repeat(" if 1 else 1", 100000) + " }}",
        "{{ 1" + repeat(" ~ 1 is odd", 100000) + " is odd }}", repeat("{% if 1 %}", 100000),
        repeat("{% for x in y %}", 10000) + repeat("{% endfor %}", 10000), repeat("{% macro f() %}", 10000),
        "{% set " + repeat("(", 50000) + "a" + repeat(")", 50000) + " = 1 %}"));

TEST(TemplateLimits, BoundStepsThatTheCallerSets) {
  TemplateLimits limits;
  limits.steps = 1000;
  const auto compiled = ChatTemplate::compile("{% for i in range(n) %}{{ i }}{% endfor %}", limits);
  ASSERT_TRUE(compiled);
  EXPECT_TRUE(compiled->render({{"n", 10}}));
  EXPECT_FALSE(compiled->render({{"n", 10000}}));
}

TEST(TemplateLimits, BoundMemoryThatTheCallerSets) {
  TemplateLimits limits;
  limits.memoryBytes = 100'000;
  const auto compiled = ChatTemplate::compile("{{ 'abcd' * n }}", limits);
  ASSERT_TRUE(compiled);
  EXPECT_TRUE(compiled->render({{"n", 1000}}));
  EXPECT_FALSE(compiled->render({{"n", 100'000}}));
}

TEST(TemplateLimits, FreeWhatIsNoLongerHeld) {
  // 2000 texts of 100 kB one after the other are 200 MB, but never more than two of them at a time.
  EXPECT_EQ(errorOf("{% for i in range(2000) %}{% set x = 'a' * 100000 %}{% endfor %}ok"), "");
}

TEST(TemplateLimits, BoundTheNestingOfVariables) {
  Json nested = Json::array();
  for (int i = 0; i < 1000; ++i) nested = Json::array({nested});
  EXPECT_NE(errorOf("{{ x }}", {{"x", nested}}), "");
}

// Every prefix of a template, and every template with one byte changed, compiles or gives an error.
TEST(TemplateSource, NeverCrashesWhenCutOrChanged) {
  const std::string source =
      "{%- set ns = namespace(a=[1, 'x\\n', {'k': -2.5e3}]) -%}\n{# c #}{% for m in messages if m.role != "
      "'x' %}\n"
      "{{- '<|' ~ m['role'] ~ '|>' + m.content[1:-1]|trim | default('d', true) -}}{% if loop.last and not x "
      "is "
      "defined %}{% raw %}{{ {% endraw %}{% elif y %}z{% endif %}{% else %}e{%+ endfor +%}\n{% macro f(a, "
      "b=1) %}"
      "{{ caller() }}{% endmacro %}{% call f(*[1], **{'b': 2}) %}é{% endcall %}{% filter upper %}q{% "
      "endfilter %}";
  const Json variables = {{"messages", {{{"role", "user"}, {"content", "héllo"}}}}};
  ASSERT_EQ(errorOf(source, variables), "");
  size_t errors = 0;
  for (size_t size = 0; size < source.size(); ++size)
    errors += !errorOf(source.substr(0, size), variables).empty();
  EXPECT_GT(errors, source.size() / 2);
  for (size_t at = 0; at < source.size(); ++at) {
    for (const char byte : {'{', '}', '%', '"', '(', '\\', '\xff', '\0', '-', '1'}) {
      std::string changed = source;
      changed[at] = byte;
      errorOf(changed, variables);
    }
  }
}

}  // namespace
}  // namespace hearth
