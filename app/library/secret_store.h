// Where the access token of the hub is kept: the desktop's keyring, never a plain file of Hearth's.
#pragma once

#include <functional>
#include <memory>

#include <QString>

#include "runtime/base/result.h"

namespace hearth::library {

// Answers come later, on the thread that asked, which runs an event loop; never after the store is gone.
class SecretStore {
 public:
  virtual ~SecretStore() = default;
  // An empty text: there is none.
  virtual void read(const QString& name, std::function<void(Result<QString>)> done) = 0;
  virtual void write(const QString& name, const QString& secret, std::function<void(Result<void>)> done) = 0;
  virtual void remove(const QString& name, std::function<void(Result<void>)> done) = 0;
};

// The desktop's (Secret Service, KWallet, Keychain, Credential Store). In a build without QtKeychain every
// call fails with a sentence that says so.
std::unique_ptr<SecretStore> makeKeyring();

// In memory, for tests and for who has no keyring: gone when the program ends.
std::unique_ptr<SecretStore> makeForgetfulStore();

inline constexpr const char* kHubTokenName = "huggingface-token";

// The token that other tools left for this user: HF_TOKEN, else the file HF_TOKEN_PATH, else
// HF_HOME/token (~/.cache/huggingface/token). Empty: none. Read anew at each call.
struct FoundToken {
  QString token;
  QString where;  // for people: "HF_TOKEN", or the file
};
FoundToken tokenOfOtherTools();

}  // namespace hearth::library
