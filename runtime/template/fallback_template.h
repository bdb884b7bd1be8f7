// What is used when a model's own chat template is missing or cannot be rendered: the conversation in ChatML,
// the form that most models have seen, and the sentence that tells the user so.
#pragma once

#include <string>
#include <string_view>

namespace hearth {

// Needs `messages` with text contents, and add_generation_prompt.
inline constexpr std::string_view kFallbackTemplate =
    "{%- for message in messages -%}\n"
    "{{- '<|im_start|>' ~ message.role ~ '\\n' -}}\n"
    "{%- if message.content is string -%}{{- message.content -}}\n"
    "{%- elif message.content is iterable -%}\n"
    "{%- for part in message.content -%}{{- part.text -}}{%- endfor -%}\n"
    "{%- endif -%}\n"
    "{{- '<|im_end|>\\n' -}}\n"
    "{%- endfor -%}\n"
    "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}\n";

// `reason`: the error of the model's template, or why there is none.
inline std::string fallbackNotice(std::string_view reason) {
  return "This model's chat template could not be used (" + std::string(reason) +
         "). Hearth writes the conversation in the common ChatML form instead; answers may be worse than the "
         "model can give.";
}

}  // namespace hearth
