#include "tests/library/test_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>

#include <QCryptographicHash>

#include "runtime/base/check.h"

namespace hearth::library::test {
namespace {

const char* reasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 206:
      return "Partial Content";
    case 302:
      return "Found";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 416:
      return "Range Not Satisfiable";
    case 429:
      return "Too Many Requests";
    default:
      return "Whatever";
  }
}

// Reads up to the empty line; false when the client is gone.
bool readHead(int socket, const std::atomic<bool>& stop, std::string& buffer, std::string& head) {
  for (;;) {
    const size_t end = buffer.find("\r\n\r\n");
    if (end != std::string::npos) {
      head = buffer.substr(0, end);
      buffer.erase(0, end + 4);
      return true;
    }
    pollfd wanted{socket, POLLIN, 0};
    while (::poll(&wanted, 1, 50) == 0) {
      if (stop) return false;
    }
    char bytes[4096];
    const ssize_t got = ::recv(socket, bytes, sizeof bytes, 0);
    if (got <= 0 || stop) return false;
    buffer.append(bytes, static_cast<size_t>(got));
  }
}

HttpRequest parse(const std::string& head) {
  HttpRequest request;
  size_t line = head.find("\r\n");
  const std::string first = head.substr(0, line);
  const size_t space = first.find(' '), second = first.find(' ', space + 1);
  request.method = first.substr(0, space);
  request.path = first.substr(space + 1, second - space - 1);
  if (const size_t query = request.path.find('?'); query != std::string::npos) {
    request.query = request.path.substr(query + 1);
    request.path.erase(query);
  }
  while (line != std::string::npos) {
    const size_t begin = line + 2;
    line = head.find("\r\n", begin);
    const std::string text = head.substr(begin, line == std::string::npos ? line : line - begin);
    const size_t colon = text.find(':');
    if (colon == std::string::npos) continue;
    std::string name = text.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers[name] = text.substr(std::min(text.size(), colon + 2));
  }
  return request;
}

}  // namespace

std::pair<uint64_t, uint64_t> HttpRequest::range(uint64_t size) const {
  const auto at = headers.find("range");
  if (at == headers.end()) return {0, size - 1};
  char* end = nullptr;
  const uint64_t first = std::strtoull(at->second.c_str() + std::strlen("bytes="), &end, 10);
  const uint64_t last = end[1] == '\0' ? size - 1 : std::strtoull(end + 1, nullptr, 10);
  return {first, std::min(last, size - 1)};
}

bool HttpConnection::send(const char* data, size_t bytes) {
  while (bytes > 0 && !dropped_ && !stop_) {
    const ssize_t sent = ::send(socket_, data, std::min<size_t>(bytes, 1 << 18), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    bytes -= static_cast<size_t>(sent);
  }
  return bytes == 0;
}

bool HttpConnection::head(int status, const std::string& headers, uint64_t bodyBytes) {
  std::string text("HTTP/1.1 ");
  text.append(std::to_string(status)).append(" ").append(reasonOf(status)).append("\r\n").append(headers);
  text.append("Content-Length: ").append(std::to_string(bodyBytes)).append("\r\n\r\n");
  return send(text);
}

bool HttpConnection::answer(int status, const std::string& headers, const std::string& body) {
  return head(status, headers, body.size()) && send(body);
}

bool HttpConnection::redirect(int status, const std::string& target, const std::string& headers) {
  return answer(status, headers + "Location: " + target + "\r\n", "");
}

bool HttpConnection::wait(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until && !stop_) {
    // Also ends when the client closes its side.
    pollfd gone{socket_, POLLRDHUP, 0};
    if (::poll(&gone, 1, 10) > 0) return false;
  }
  return !stop_;
}

TestServer::TestServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(::listen(listener_, 64) == 0);
  socklen_t size = sizeof address;
  CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept(); });
}

TestServer::~TestServer() {
  stop_ = true;
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& connection : connections_) connection.join();
  ::close(listener_);
}

QUrl TestServer::url(const std::string& host) const {
  QUrl url;
  url.setScheme(QStringLiteral("http"));
  url.setHost(QString::fromStdString(host));
  url.setPort(port_);
  return url;
}

std::vector<HttpRequest> TestServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

size_t TestServer::count(const std::string& method) const {
  const std::lock_guard lock(mutex_);
  return static_cast<size_t>(
      std::count_if(requests_.begin(), requests_.end(),
                    [&](const HttpRequest& request) { return request.method == method; }));
}

void TestServer::accept() {
  while (!stop_) {
    pollfd wanted{listener_, POLLIN, 0};
    if (::poll(&wanted, 1, 20) <= 0) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    sockets_.push_back(socket);
    connections_.emplace_back([this, socket] { serve(socket); });
  }
}

void TestServer::serve(int socket) {
  std::string buffer, head;
  HttpConnection connection(socket, stop_);
  while (readHead(socket, stop_, buffer, head)) {
    const HttpRequest request = parse(head);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    handler_(request, connection);
    if (connection.dropped()) break;
  }
  const std::lock_guard lock(mutex_);
  std::erase(sockets_, socket);
  ::close(socket);
}

void serveContent(const HttpRequest& request, HttpConnection& connection, const std::string& content,
                  const std::string& headers) {
  if (!request.has("range") || request.method == "HEAD") {
    connection.head(200, headers, content.size());
    if (request.method != "HEAD") connection.send(content);
    return;
  }
  const auto [first, last] = request.range(content.size());
  if (first >= content.size()) {
    connection.answer(416, "Content-Range: bytes */" + std::to_string(content.size()) + "\r\n", "");
    return;
  }
  std::string range("Content-Range: bytes ");
  range.append(std::to_string(first)).append("-").append(std::to_string(last));
  range.append("/").append(std::to_string(content.size())).append("\r\n");
  connection.head(206, headers + range, last - first + 1);
  connection.send(content.data() + first, last - first + 1);
}

std::string someBytes(size_t count, uint64_t seed) {
  std::string bytes(count, '\0');
  uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
  for (size_t i = 0; i < count; ++i) {
    if (i % 8 == 0) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
    }
    bytes[i] = static_cast<char>(state >> (i % 8 * 8));
  }
  return bytes;
}

std::string sha256Of(const std::string& bytes) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
  return hash.result().toHex().toStdString();
}

}  // namespace hearth::library::test
