// Text that was written by this auction and by nobody else: a line with an Ed25519 signature in hexadecimal, then exactly the bytes it is
// of. Manifests and the records of the write-ahead log and of base backups are such.
#pragma once
#include "modules/backup/keys.hpp"
#include "modules/backup/seal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

// `purpose` goes into the signature, so that one kind of text never passes for another.
std::string sign_text(std::string_view purpose, std::string_view text, const signing_key& by);
std::string_view proven_text(std::string_view purpose, std::string_view written, const std::vector<signer>& trusted);  // damaged

}  // namespace gavel::backup
