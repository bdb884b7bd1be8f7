// "Show in folder", against a faked file manager at the other end of a private connection.
#include <QDesktopServices>
#include <QUrl>

#include "app/desktop/linux/file_manager.h"
#include "tests/desktop/private_bus.h"

namespace hearth::desktop {
namespace {

class FakeFileManager : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.FileManager1")
 public:
  Q_INVOKABLE void ShowItems(const QStringList& uris, const QString& /*startupId*/) { shown << uris; }
  QStringList shown;
};

// What QDesktopServices would open.
class OpenedFiles : public QObject {
  Q_OBJECT
 public:
  OpenedFiles() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "open"); }
  ~OpenedFiles() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }
  Q_INVOKABLE void open(const QUrl& url) { urls << url; }
  QList<QUrl> urls;
};

class FileManagerTest : public GuiTest {
 protected:
  void SetUp() override { start(); }
  DesktopSession& session() { return *app().session(); }

  PrivateBus bus_{QStringLiteral("hearth-file-manager-test")};
  OpenedFiles opened_;
  const QUrl folder_ = QUrl::fromLocalFile(QStringLiteral("/models/large & new"));
  const QString file_ = QStringLiteral("/models/large & new/50% ü.gguf");
};

TEST_F(FileManagerTest, SelectsTheFileInItsFolder) {
  FakeFileManager service;
  bus_.offer(QStringLiteral("/org/freedesktop/FileManager1"), service);
  const FileManager fileManager(bus_.client(), session());
  session().showFile(file_);
  ASSERT_TRUE(eventually([&] { return !service.shown.isEmpty(); }));
  EXPECT_EQ(QUrl(service.shown.at(0)).toLocalFile(), file_);
  EXPECT_EQ(service.shown.at(0), QStringLiteral("file:///models/large%20&%20new/50%25%20%C3%BC.gguf"));
  EXPECT_EQ(service.shown.size(), 1);
  EXPECT_TRUE(opened_.urls.isEmpty());
}

TEST_F(FileManagerTest, OpensTheFolderWhereNobodyOffersMore) {
  session().showFile(file_);  // no desktop to ask
  EXPECT_EQ(opened_.urls, QList<QUrl>{folder_});
  const FileManager fileManager(bus_.client(), session());  // a bus without a file manager
  session().showFile(file_);
  EXPECT_TRUE(eventually([this] { return opened_.urls.size() == 2; }));
  EXPECT_EQ(opened_.urls.last(), folder_);
}

TEST_F(FileManagerTest, OpensTheFolderWithoutABus) {
  const FileManager fileManager(QDBusConnection(QStringLiteral("hearth-no-such-connection")), session());
  session().showFile(file_);
  EXPECT_EQ(opened_.urls, QList<QUrl>{folder_});
}

}  // namespace
}  // namespace hearth::desktop

#include "file_manager_test.moc"
