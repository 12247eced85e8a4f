// The sheet that is kept offline: the recovery key, and by whom backups must be signed.
#pragma once
#include "modules/backup/keys.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

class recovery_file {
public:
    recovery_file() {}
    recovery_key key;
    std::vector<signer> signers;  // at least one
};

std::string write_recovery_file(const recovery_file& f);  // with words for whoever finds it
// Lines that begin with # are words. bad_key, with what is missing.
recovery_file read_recovery_file(std::string_view text);

}  // namespace gavel::backup
