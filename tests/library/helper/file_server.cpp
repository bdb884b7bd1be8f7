// Serves one file on loopback, with ranges, for measurements: prints its address, ends with standard input.
//   library_file_server FILE
#include <cstdio>
#include <fstream>
#include <iterator>

#include "tests/library/test_server.h"

int main(int argc, char** argv) {
  using namespace hearth::library::test;
  if (argc != 2) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const TestServer server([&](const HttpRequest& request, HttpConnection& connection) {
    serveContent(request, connection, content);
  });
  std::printf("%s/file.gguf\n", server.url().toString().toUtf8().constData());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}
