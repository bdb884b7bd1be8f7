#include "app/desktop/exchange/pdf_export.h"

#include <QBuffer>
#include <QFont>
#include <QMarginsF>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextDocument>

#include "storage/export/export_sink.h"
#include "storage/export/file_names.h"
#include "storage/export/html.h"
#include "storage/files.h"

namespace hearth::desktop {
namespace {

constexpr int kDotsPerInch = 300;
constexpr int kBodyPoints = 10;

// What QTextDocument knows of CSS; printed on white.
const char* const kStyle =
    "body{color:#26231F}"
    ".who{font-size:9pt;font-weight:600;color:#A84A24}"
    ".muted{font-size:9pt;color:#6F6960}"
    "pre{font-family:Hack,monospace;font-size:8.5pt;background-color:#F3F1EC;white-space:pre-wrap}"
    "code{font-family:Hack,monospace;font-size:8.5pt}"
    "td,th{padding:3px}";

void addMessage(std::string& html, const storage::TreeMessage& node, bool thinking) {
  const storage::Message& message = node.message;
  html.append("<p class='who'>").append(storage::escapedHtml(storage::authorOf(message))).append("</p>");
  for (const storage::TreeAttachment& attachment : node.attachments) {
    html.append("<p class='muted'>Attached: ")
        .append(storage::escapedHtml(attachment.file.fileName))
        .append("</p>");
  }
  if (thinking && !message.thinking.empty()) {
    html.append("<div class='muted'><p>Thinking</p>")
        .append(storage::htmlFromMarkdown(message.thinking))
        .append("</div>");
  }
  html.append(storage::htmlFromMarkdown(message.text));
  if (message.state == storage::MessageState::Failed) {
    html.append("<p class='muted'>This answer failed: ")
        .append(storage::escapedHtml(message.error))
        .append("</p>");
  }
}

}  // namespace

QByteArray pdfOf(const storage::ConversationTree& tree, const storage::ExportOptions& options) {
  const std::string title = storage::titleOf(tree);
  std::string html = "<html><body><h1>";
  html.append(storage::escapedHtml(title)).append("</h1><p class='muted'>");
  html.append(storage::localTime(tree.conversation.createdAt)).append("</p>");
  if (!tree.conversation.systemPrompt.empty()) {
    html.append("<p class='who'>Instructions</p>")
        .append(storage::htmlFromMarkdown(tree.conversation.systemPrompt));
  }
  for (const storage::TreeMessage* node : storage::activeMessages(tree))
    addMessage(html, *node, options.thinking);
  html.append("</body></html>");

  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setTitle(QString::fromStdString(title));
  writer.setCreator(QStringLiteral("Hearth"));
  writer.setResolution(kDotsPerInch);
  // print() leaves margins of 2 cm, with the page's number in the lower one.
  writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF()));
  QTextDocument document;
  QFont font(QStringLiteral("Inter"));
  font.setPointSize(kBodyPoints);  // the window's own is in pixels, which are tiny on paper
  document.setDefaultFont(font);
  document.setDefaultStyleSheet(QString::fromLatin1(kStyle));
  document.setHtml(QString::fromStdString(html));
  document.print(&writer);
  buffer.close();
  return bytes;
}

Result<storage::ExportReport> exportPdf(storage::Store& store, const storage::ExportRequest& request,
                                        const storage::ExportProgress& progress) {
  storage::ExportReport report;
  const storage::ExportOptions options{.thinking = request.thinking, .exportedAt = 0};
  const std::string& to = request.destination;
  Result<std::unique_ptr<storage::ExportSink>> sink = std::unique_ptr<storage::ExportSink>();
  if (!request.oneFile)
    sink = to.ends_with(".zip") ? storage::ExportSink::zip(to) : storage::ExportSink::folder(to);
  if (!sink) return std::move(sink).error().during("Exporting");
  storage::UniqueNames names;
  for (const int64_t id : request.conversationIds) {
    const auto tree = store.tree(id);
    if (!tree) return Error(tree.error()).during("Exporting");
    const QByteArray pdf = pdfOf(*tree, options);
    const std::string_view content(pdf.constData(), static_cast<size_t>(pdf.size()));
    Result<void> written;
    if (request.oneFile) {
      written = storage::writeFile(to, std::as_bytes(std::span(content)));
    } else {
      std::string folder;
      for (const storage::Folder& outer : tree->folders)
        folder.append(storage::safeFileName(outer.name)).append("/");
      const std::string name = names.take(folder, storage::safeFileName(storage::titleOf(*tree)), "pdf");
      written = (*sink)->add(name, content, tree->conversation.updatedAt);
    }
    if (!written) return std::move(written).error().during("Exporting");
    ++report.conversations;
    report.messages += static_cast<uint32_t>(tree->messages.size());
    if (progress && !progress(report.conversations, static_cast<uint32_t>(request.conversationIds.size())))
      return Error("Exporting: the export was stopped");
  }
  if (!request.oneFile) {
    if (auto finished = (*sink)->finish(); !finished) return std::move(finished).error().during("Exporting");
  }
  return report;
}

}  // namespace hearth::desktop
