// A web server on loopback that tests tell how to misbehave. A thread per connection; every answer is written
// by hand, so that it can be as wrong as it likes.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <QUrl>

namespace hearth::library::test {

struct HttpRequest {
  std::string method, path, query;
  std::map<std::string, std::string> headers;  // names in lower case
  bool has(const std::string& name) const { return headers.count(name) > 0; }
  // Of "bytes=first-last"; {0, size - 1} without.
  std::pair<uint64_t, uint64_t> range(uint64_t size) const;
};

// What a handler writes to. Calls return false when the client is gone or the server stops.
class HttpConnection {
 public:
  explicit HttpConnection(int socket, const std::atomic<bool>& stop) : socket_(socket), stop_(stop) {}
  bool send(const std::string& bytes) { return send(bytes.data(), bytes.size()); }
  bool send(const char* data, size_t bytes);
  // An answer with a body, its length and these headers ("Name: value\r\n" each).
  bool answer(int status, const std::string& headers, const std::string& body);
  bool head(int status, const std::string& headers, uint64_t bodyBytes);
  bool redirect(int status, const std::string& target, const std::string& headers = {});
  // False when the server stops meanwhile.
  bool wait(std::chrono::milliseconds time);
  // Ends without another byte.
  void drop() { dropped_ = true; }
  bool dropped() const { return dropped_; }

 private:
  int socket_;
  const std::atomic<bool>& stop_;
  bool dropped_ = false;
};

class TestServer {
 public:
  using Handler = std::function<void(const HttpRequest&, HttpConnection&)>;
  explicit TestServer(Handler handler);
  ~TestServer();
  TestServer(const TestServer&) = delete;

  // "http://127.0.0.1:PORT"; with another name for the same machine it is another host.
  QUrl url(const std::string& host = "127.0.0.1") const;
  std::vector<HttpRequest> requests() const;
  size_t count(const std::string& method) const;

 private:
  void accept();
  void serve(int socket);

  const Handler handler_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  std::vector<HttpRequest> requests_;
  std::vector<std::thread> connections_;
  std::vector<int> sockets_;
  std::thread acceptor_;
};

// Sends `content` as a sound server does: HEAD, 200, 206 and 416.
void serveContent(const HttpRequest& request, HttpConnection& connection, const std::string& content,
                  const std::string& headers = {});
// Bytes that do not repeat, the same for the same seed.
std::string someBytes(size_t count, uint64_t seed = 1);
std::string sha256Of(const std::string& bytes);  // hex

}  // namespace hearth::library::test
