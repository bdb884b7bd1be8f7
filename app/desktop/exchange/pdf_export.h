// Chats as PDF files: paginated, with page numbers and text that can be selected. Runs on any one thread.
#pragma once

#include <QByteArray>

#include "runtime/base/result.h"
#include "storage/export/export_chats.h"

namespace hearth::desktop {

// The active branch on A4 pages.
QByteArray pdfOf(const storage::ConversationTree& tree, const storage::ExportOptions& options);

// As storage::exportChats() with the format "pdf": one chat is a file, many are a zip file or a folder.
Result<storage::ExportReport> exportPdf(storage::Store& store, const storage::ExportRequest& request,
                                        const storage::ExportProgress& progress);

}  // namespace hearth::desktop
