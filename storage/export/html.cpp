#include "storage/export/html.h"

#include <md4c-html.h>

#include "runtime/base/html_text.h"
#include "runtime/base/markdown_tables.h"
#include "storage/export/utf8_text.h"

namespace hearth::storage {
namespace {

// Colours of ui/Theme.qml.
constexpr std::string_view kStyle = R"css(
:root{--paper:#FBFAF8;--panel:#F3F1EC;--ink:#26231F;--muted:#6F6960;--line:#E6E2DA;--ember:#A84A24}
@media (prefers-color-scheme:dark){:root{--paper:#1A1816;--panel:#22201D;--ink:#ECE7DF;--muted:#A39C92;--line:#33302B;--ember:#E58A57}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/24px system-ui,sans-serif}
main{max-width:744px;margin:0 auto;padding:32px 24px}
header{border-bottom:1px solid var(--line);margin-bottom:24px;padding-bottom:12px}
h1{font-size:22px;line-height:30px;margin:0}
.muted,h2{color:var(--muted);font-size:13px;font-weight:600}
.you{background:var(--panel);border-radius:12px;padding:4px 16px}
section{margin:0 0 24px;overflow-wrap:break-word}
pre{background:var(--panel);border-radius:8px;padding:12px;overflow-x:auto}
code{font:13.5px/21px ui-monospace,monospace}
table{border-collapse:collapse;display:block;overflow-x:auto}
td,th{border:1px solid var(--line);padding:4px 10px}
blockquote{border-left:3px solid var(--line);margin-left:0;padding-left:16px;color:var(--muted)}
a{color:var(--ember)}
details{color:var(--muted);margin:8px 0}
@media print{body{background:#fff;color:#000}.you,pre{background:#f4f4f4}}
)css";

// md4c writes the addresses of links as they are: those that run something lose their address.
bool isHarmless(std::string_view address) {
  for (const std::string_view scheme : {"http://", "https://", "mailto:", "#"}) {
    if (address.starts_with(scheme)) return true;
  }
  // Relative: no scheme, that is no colon before the first slash.
  const size_t colon = address.find_first_of(":&/?#");
  return colon == std::string_view::npos || (address[colon] != ':' && address[colon] != '&');
}

// With raw HTML off, tags come from md4c alone: `<a href="` and `<img src="` are where addresses begin.
std::string withoutDangerousAddresses(const std::string& html) {
  constexpr std::string_view kLink = "<a href=\"", kImage = "<img src=\"";
  std::string result;
  for (size_t at = 0; at < html.size();) {
    const size_t tag = html.find('<', at);
    result.append(html, at, tag - at);
    if (tag == std::string::npos) break;
    const std::string_view rest = std::string_view(html).substr(tag);
    const bool link = rest.starts_with(kLink), image = rest.starts_with(kImage);
    if (!link && !image) {
      result += '<';
      at = tag + 1;
      continue;
    }
    const size_t begin = link ? kLink.size() : kImage.size();
    const size_t end = rest.find('"', begin);
    const std::string_view address = rest.substr(begin, end - begin);
    at = tag + end + 1;
    if (link) {
      result +=
          isHarmless(address) ? "<a rel=\"noreferrer noopener\" href=\"" + std::string(address) + "\"" : "<a";
      continue;
    }
    // `" alt="…">` follows, perhaps with a title: an image would be loaded from elsewhere as soon as the file
    // is opened.
    const size_t close = html.find('>', at);
    const std::string_view attributes = std::string_view(html).substr(at, close - at);
    const size_t altBegin = attributes.find("alt=\"");
    const std::string_view alt =
        altBegin == std::string_view::npos
            ? std::string_view()
            : attributes.substr(altBegin + 5, attributes.find('"', altBegin + 5) - altBegin - 5);
    result += "[image: " + std::string(alt.empty() ? address : alt) + "]";
    at = close == std::string::npos ? html.size() : close + 1;
  }
  return result;
}

}  // namespace

std::string escapedHtml(std::string_view text) { return hearth::escapedHtml(asUtf8(text)); }

std::string htmlFromMarkdown(std::string_view markdown) {
  struct Writing {
    TableText source;
    std::string html;
  } writing{withWideDelimiters(asUtf8(markdown)), {}};
  const std::string& source = writing.source.markdown;
  // What md4c leaves as it was written comes as a part of the source.
  const auto take = [](const MD_CHAR* text, MD_SIZE size, void* out) {
    auto& [from, html] = *static_cast<Writing*>(out);
    html += withoutAdded({text, size}, from);
  };
  constexpr unsigned kParser = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
  const int status = md_html(source.data(), static_cast<MD_SIZE>(source.size()), take, &writing, kParser, 0);
  if (status != 0) return "<pre>" + escapedHtml(markdown) + "</pre>";
  return withoutDangerousAddresses(writing.html);
}

std::string htmlOf(const ConversationTree& tree, const ExportOptions& options) {
  const std::string title = escapedHtml(titleOf(tree));
  std::string html = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>" + title +
                     "</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                     "'unsafe-inline'\">\n"
                     "<style>" +
                     std::string(kStyle) + "</style></head>\n<body><main>\n<header><h1>" + title +
                     "</h1>\n<div class=\"muted\">" + localTime(tree.conversation.createdAt) +
                     "</div></header>\n";
  if (!tree.conversation.systemPrompt.empty()) {
    html += "<section><h2>Instructions</h2>\n" + htmlFromMarkdown(tree.conversation.systemPrompt) +
            "</section>\n";
  }
  for (const TreeMessage* node : activeMessages(tree)) {
    const Message& message = node->message;
    html += message.role == Role::User ? "<section class=\"you\">" : "<section>";
    html += "<h2>" + escapedHtml(authorOf(message)) + "</h2>\n";
    for (const TreeAttachment& attachment : node->attachments)
      html += "<p class=\"muted\">Attached: " + escapedHtml(attachment.file.fileName) + "</p>\n";
    if (options.thinking && !message.thinking.empty()) {
      html += "<details><summary>Thinking</summary>\n" + htmlFromMarkdown(message.thinking) + "</details>\n";
    }
    html += htmlFromMarkdown(message.text);
    if (message.state == MessageState::Failed)
      html += "<p class=\"muted\">This answer failed: " + escapedHtml(message.error) + "</p>\n";
    html += "</section>\n";
  }
  return html + "</main></body></html>\n";
}

}  // namespace hearth::storage
