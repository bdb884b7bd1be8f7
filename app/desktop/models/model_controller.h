// Which model is loaded, being loaded or failed to load, in the words and numbers the window shows; and the
// list the picker offers: the bundled model and the files opened before.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QtQmlIntegration>
#include <QUrl>

#include "app/desktop/engine_worker.h"
#include "app/desktop/hardware/device_choice.h"
#include "app/desktop/settings.h"

namespace hearth::desktop {

class ModelController : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(QString name READ name NOTIFY stateChanged)
  Q_PROPERTY(QString path READ path NOTIFY stateChanged)
  Q_PROPERTY(QString device READ device NOTIFY stateChanged)
  Q_PROPERTY(bool demo READ demo NOTIFY stateChanged)
  Q_PROPERTY(QString loadPhase READ loadPhase NOTIFY progressChanged)
  Q_PROPERTY(double loadFraction READ loadFraction NOTIFY progressChanged)
  Q_PROPERTY(QString failure READ failure NOTIFY stateChanged)
  Q_PROPERTY(QString templateWarning READ templateWarning NOTIFY stateChanged)
  Q_PROPERTY(QString placement READ placement NOTIFY stateChanged)
  Q_PROPERTY(QString deviceNotice READ deviceNotice NOTIFY stateChanged)
  Q_PROPERTY(QVariantList facts READ facts NOTIFY stateChanged)
  Q_PROPERTY(bool hasBundled READ hasBundled CONSTANT)
  Q_PROPERTY(int currentRow READ currentRow NOTIFY stateChanged)
 public:
  enum State { None, Loading, Ready, Failed };
  Q_ENUM(State)
  enum Role { NameRole = Qt::UserRole, PathRole, DetailRole, CurrentRole, BundledRole, MissingRole };

  // `bundledPath` is empty when no bundled model was found; `cacheFolder` keeps what the engine can make
  // again.
  ModelController(EngineWorker& engine, Settings& settings, const QString& bundledPath,
                  const QString& cacheFolder);

  State state() const { return state_; }
  QString name() const;
  QString path() const { return path_; }
  QString device() const { return QString::fromStdString(loaded_.device); }
  bool demo() const { return isBundled(path_); }
  bool isBundled(const QString& path) const { return !path.isEmpty() && path == bundledPath_; }
  QString loadPhase() const { return loadPhase_; }
  double loadFraction() const { return loadFraction_; }
  QString failure() const { return failure_; }
  QString templateWarning() const { return QString::fromStdString(loaded_.templateWarning); }
  QString placement() const { return QString::fromStdString(loaded_.placement); }
  QString deviceNotice() const { return deviceNotice_; }  // what became of the device since the load
  uint64_t fileBytes() const { return loaded_.fileBytes; }
  const DeviceChoice& loadedWith() const { return loadedWith_; }  // the choice at the last load
  QVariantList facts() const;  // {label, value} pairs for the model's panel
  bool hasBundled() const { return !bundledPath_.isEmpty(); }
  int currentRow() const;  // of the model in use; the first one when it is not in the list
  bool lists(const QString& path) const { return path == bundledPath_ || recent_.contains(path); }
  uint32_t contextLength() const { return loaded_.contextLength; }
  const ModelLoaded& loaded() const { return loaded_; }  // empty unless Ready
  // What is known of the model in use: while it loads, what its file says of names and sampling.
  const ModelLoaded& known() const { return state_ == State::Ready ? loaded_ : identified_; }
  // Where a model of the list lies that is named by its path or by its file's name alone; empty: nowhere.
  QString find(const QString& pathOrName) const;
  bool usable() const { return state_ == State::Ready || state_ == State::Loading; }

  // The last used model, else the bundled one, else none.
  void loadAtStart(const QString& fromCommandLine);
  // A file, a checkpoint's folder, or a file in it.
  Q_INVOKABLE void load(const QString& chosen);
  Q_INVOKABLE void loadFile(const QUrl& file);
  // Of something dropped on the window: a single GGUF file, checkpoint's folder or safetensors file in one;
  // else empty, whatever it is.
  Q_INVOKABLE QString modelAmong(const QList<QUrl>& dropped) const;
  Q_INVOKABLE void loadBundled();
  Q_INVOKABLE void retry();
  Q_INVOKABLE void forget(const QString& path);
  Q_INVOKABLE void dismissFailure();
  Q_INVOKABLE void dismissDeviceNotice();

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void stateChanged();
  void progressChanged();
  void aboutToLoad();
  void firstLoaded();  // a model that was never used before is Ready
  void identified();   // more is known of the model that is being loaded

 private:
  void identify();
  void remember(const QString& path);
  void saveRecent();
  void refreshRows();

  EngineWorker& engine_;
  Settings& settings_;
  QString bundledPath_, cacheFolder_;
  QStringList recent_;
  State state_ = State::None;
  QString path_;
  ModelLoaded loaded_;
  ModelLoaded identified_;  // of the load under way
  DeviceChoice loadedWith_;
  QString loadPhase_, failure_, deviceNotice_;
  double loadFraction_ = 0;
};

}  // namespace hearth::desktop
