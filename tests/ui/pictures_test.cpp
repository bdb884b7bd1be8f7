// Pictures in the window: nothing is fetched until the button is pressed, and then once a press.
#include <QBuffer>
#include <QTcpServer>
#include <QTcpSocket>

#include "tests/ui/window_test.h"

namespace hearth::desktop {
namespace {

// A server of one picture, that counts who asks.
class PictureServer : public QTcpServer {
 public:
  explicit PictureServer(QByteArray reply) : reply_(std::move(reply)) {
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
      ++asked;
      QTcpSocket* client = nextPendingConnection();
      connect(client, &QTcpSocket::readyRead, client, [this, client] {
        request += client->readAll();
        if (!request.endsWith("\r\n\r\n")) return;
        client->write(reply_);
        client->disconnectFromHost();
      });
    });
  }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(serverPort()) + "/red.png"; }
  int asked = 0;
  QByteArray request;

 private:
  QByteArray reply_;
};

QByteArray redPicture() {
  QImage image(80, 40, QImage::Format_RGB32);
  image.fill(Qt::red);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

class PicturesTest : public WindowTest {
 protected:
  void converse(const std::string& text) {
    open();
    app().dismissDemoNotice();
    send(QStringLiteral("Show me."));
    answer(text);
    settle();
  }
  std::vector<QQuickItem*> shown() {
    return itemsWhere(conversationView(), [](QQuickItem* item) {
      return item->inherits("hearth::desktop::PictureItem") && item->height() > 0;
    });
  }
};

TEST_F(PicturesTest, ARemotePictureIsFetchedWhenItsButtonIsPressed) {
  PictureServer server("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + redPicture());
  converse("Here:\n\n![a red field](" + server.address() + ")\n\nThat is it.");
  screenshot(QStringLiteral("picture-waits"));
  EXPECT_EQ(server.asked, 0);
  EXPECT_TRUE(shown().empty());
  click(buttons(QStringLiteral("Load image")).at(0));
  ASSERT_TRUE(eventually([this] { return shown().size() == 1; }));
  EXPECT_EQ(server.asked, 1);
  EXPECT_EQ(server.request.toLower().indexOf("referer"), -1);
  EXPECT_EQ(server.request.toLower().indexOf("cookie"), -1);
  EXPECT_TRUE(buttons(QStringLiteral("Load image")).empty());
  screenshot(QStringLiteral("picture-shown"));
}

TEST_F(PicturesTest, AFailureSaysWhyAndCanBeTriedAgain) {
  PictureServer server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  converse("![gone](" + server.address() + ")");
  click(buttons(QStringLiteral("Load image")).at(0));
  ASSERT_TRUE(
      eventually([&] { return server.asked == 1 && !buttons(QStringLiteral("Load image")).empty(); }));
  EXPECT_FALSE(itemsWhere(conversationView(), [](QQuickItem* item) {
                 return item->property("text").toString().contains(QStringLiteral("could not be loaded"));
               }).empty());
  click(buttons(QStringLiteral("Load image")).at(0));
  EXPECT_TRUE(eventually([&] { return server.asked == 2; }));
}

TEST_F(PicturesTest, APictureInTheTextIsShownByItself) {
  converse("![red](data:image/png;base64," + redPicture().toBase64().toStdString() + ")");
  ASSERT_TRUE(eventually([this] { return shown().size() == 1; }));
  EXPECT_TRUE(buttons(QStringLiteral("Load image")).empty());
}

TEST_F(PicturesTest, APictureThatLeadsSomewhereAsksBeforeItGoesThere) {
  converse("# ![red](data:image/png;base64," + redPicture().toBase64().toStdString() +
           ") Title\n\n[![red](data:image/png;base64," + redPicture().toBase64().toStdString() +
           ")](https://example.org/page)");
  ASSERT_TRUE(eventually([this] { return shown().size() == 2; }));
  screenshot(QStringLiteral("picture-link"));
  const auto asked = [this] {
    return !itemsWhere(window_->contentItem(), [](QQuickItem* item) {
              return item->property("text").toString() == QStringLiteral("https://example.org/page");
            }).empty();
  };
  click(shown()[0]);
  settle();
  EXPECT_FALSE(asked());
  click(shown()[1]);
  ASSERT_TRUE(eventually(asked));
  key(Qt::Key_Escape);
  ASSERT_TRUE(eventually([&] { return !asked(); }));
  click(buttons(QStringLiteral("Leads to example.org")).at(0));
  EXPECT_TRUE(eventually(asked));
}

}  // namespace
}  // namespace hearth::desktop
