#include "app/library/secret_store.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QObject>
#include <QPointer>

#include "app/library/library_words.h"

#ifdef HEARTH_HAS_KEYCHAIN
#include <qt6keychain/keychain.h>
#endif

namespace hearth::library {
namespace {

#ifdef HEARTH_HAS_KEYCHAIN

constexpr const char* kService = "org.hearth.Hearth";

class Keyring : public SecretStore {
 public:
  void read(const QString& name, std::function<void(Result<QString>)> done) override {
    run(new QKeychain::ReadPasswordJob(QLatin1String(kService)), name, [done](QKeychain::Job* job) {
      if (job->error() == QKeychain::EntryNotFound) return done(QString());
      if (job->error() != QKeychain::NoError) return done(failure(job));
      done(static_cast<QKeychain::ReadPasswordJob*>(job)->textData());
    });
  }
  void write(const QString& name, const QString& secret, std::function<void(Result<void>)> done) override {
    auto* job = new QKeychain::WritePasswordJob(QLatin1String(kService));
    job->setTextData(secret);
    run(job, name, [done](QKeychain::Job* ended) {
      done(ended->error() == QKeychain::NoError ? Result<void>() : failure(ended));
    });
  }
  void remove(const QString& name, std::function<void(Result<void>)> done) override {
    run(new QKeychain::DeletePasswordJob(QLatin1String(kService)), name, [done](QKeychain::Job* ended) {
      const bool gone = ended->error() == QKeychain::NoError || ended->error() == QKeychain::EntryNotFound;
      done(gone ? Result<void>() : failure(ended));
    });
  }

 private:
  static Error failure(QKeychain::Job* job) {
    return errorOf(
        Words::tr(
            "The keyring of this desktop could not be used: %1. Hearth does not keep the token in a plain "
            "file; set HF_TOKEN in the environment instead.")
            .arg(job->errorString()));
  }
  void run(QKeychain::Job* job, const QString& name, std::function<void(QKeychain::Job*)> ended) {
    job->setKey(name);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, &context_, std::move(ended));
    job->start();  // deletes itself
  }
  QObject context_;  // answers end with it
};

#else

class NoKeyring : public SecretStore {
 public:
  void read(const QString&, std::function<void(Result<QString>)> done) override { later(std::move(done)); }
  void write(const QString&, const QString&, std::function<void(Result<void>)> done) override {
    later(std::move(done));
  }
  void remove(const QString&, std::function<void(Result<void>)> done) override { later(std::move(done)); }

 private:
  template <class Done>
  void later(Done done) {
    QMetaObject::invokeMethod(
        &context_,
        [done] {
          done(errorOf(Words::tr(
              "This Hearth was built without access to the desktop's keyring, and does not keep the "
              "token in a plain file; set HF_TOKEN in the environment instead.")));
        },
        Qt::QueuedConnection);
  }
  QObject context_;
};

#endif

class ForgetfulStore : public SecretStore {
 public:
  void read(const QString& name, std::function<void(Result<QString>)> done) override {
    later([done, secret = secrets_.value(name)] { done(secret); });
  }
  void write(const QString& name, const QString& secret, std::function<void(Result<void>)> done) override {
    secrets_.insert(name, secret);
    later([done] { done({}); });
  }
  void remove(const QString& name, std::function<void(Result<void>)> done) override {
    secrets_.remove(name);
    later([done] { done({}); });
  }

 private:
  template <class Call>
  void later(Call call) {
    QMetaObject::invokeMethod(&context_, std::move(call), Qt::QueuedConnection);
  }
  QHash<QString, QString> secrets_;
  QObject context_;
};

constexpr qint64 kTokenBytesMost = 4096;

}  // namespace

std::unique_ptr<SecretStore> makeKeyring() {
#ifdef HEARTH_HAS_KEYCHAIN
  return std::make_unique<Keyring>();
#else
  return std::make_unique<NoKeyring>();
#endif
}

std::unique_ptr<SecretStore> makeForgetfulStore() { return std::make_unique<ForgetfulStore>(); }

FoundToken tokenOfOtherTools() {
  for (const char* name : {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
    const QString token = qEnvironmentVariable(name).trimmed();
    if (!token.isEmpty()) return {token, QLatin1String(name)};
  }
  QString path = qEnvironmentVariable("HF_TOKEN_PATH");
  if (path.isEmpty()) {
    QString home = qEnvironmentVariable("HF_HOME");
    if (home.isEmpty()) {
      const QString cache =
          qEnvironmentVariable("XDG_CACHE_HOME", QDir::homePath() + QLatin1String("/.cache"));
      home = cache + QLatin1String("/huggingface");
    }
    path = home + QLatin1String("/token");
  }
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QString token = QString::fromUtf8(file.read(kTokenBytesMost)).trimmed();
  // A token is one word; anything else would break the request it is put into.
  if (token.isEmpty() || token.contains(QLatin1Char(' ')) || token.contains(QLatin1Char('\n'))) return {};
  return {token, path};
}

}  // namespace hearth::library
