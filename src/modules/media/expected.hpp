// The objects that a file of the database counts on. Private to this folder.
#pragma once
#include "modules/media/repository.hpp"

#include <set>
#include <string>

namespace gavel::media {

std::set<std::string> public_keys(const repository::owned& o);    // of a row found by its rendition
std::set<std::string> original_keys(const repository::owned& o);  // of a row found by its token

}  // namespace gavel::media
