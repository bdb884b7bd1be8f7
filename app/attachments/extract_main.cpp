// hearth-extract pdf|docx: a document on standard input, its text on standard output; else one line on
// standard error and exit status 1. Started by Hearth for each document, with little memory and time, because
// documents come from anywhere and their parsers are large.

#include <sys/resource.h>

#include <iostream>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

#include "app/attachments/docx_text.h"
#include "app/attachments/pdf_text.h"

namespace {

constexpr rlim_t kMemoryBytesMax = rlim_t{2} << 30;
constexpr rlim_t kProcessorSecondsMax = 60;

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(resource, &both);
}

}  // namespace

int main(int argc, char** argv) {
#if !defined(__SANITIZE_ADDRESS__)  // whose shadow takes terabytes of addresses
  limit(RLIMIT_AS, kMemoryBytesMax);
#endif
  limit(RLIMIT_CPU, kProcessorSecondsMax);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);  // it writes to pipes only
  const std::string_view kind = argc == 2 ? argv[1] : "";
  std::vector<char> content{std::istreambuf_iterator<char>(std::cin), {}};
  hearth::Result<std::string> text = hearth::Error("the kind of document is missing");
  if (kind == "docx") text = hearth::attachments::docxText(std::as_bytes(std::span(content)));
  if (kind == "pdf") text = hearth::attachments::pdfText(std::move(content));
  if (!text) {
    std::cerr << text.error().what() << std::endl;
    return 1;
  }
  std::cout.write(text->data(), static_cast<std::streamsize>(text->size())).flush();
  return 0;
}
