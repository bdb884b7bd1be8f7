#include "app/attachments/pdf_text.h"

#include <memory>

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include "app/attachments/file_kind.h"

namespace hearth::attachments {

Result<std::string> pdfText(std::vector<char> content) {
  poppler::set_debug_error_function([](const std::string&, void*) {},
                                    nullptr);  // its remarks help nobody here
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_data(&content));
  if (!document) return Error("it is not a PDF file, or it is damaged");
  if (document->is_locked())
    return Error("it is protected by a password. Save it without one and attach that");
  std::string text;
  for (int i = 0; i < document->pages(); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) continue;  // one broken page is not the whole file
    const poppler::byte_array utf8 = page->text().to_utf8();
    text.append(utf8.begin(), utf8.end());
    text += "\n\n";
    if (text.size() > kTextBytesMax) return Error("its text is larger than Hearth reads");
  }
  if (text.find_first_not_of(" \n\r\t\f") == std::string::npos)
    return Error("it holds no text, only pictures of pages. A program for text recognition (OCR) can add it");
  return text;
}

}  // namespace hearth::attachments
