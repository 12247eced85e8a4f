// Names of the files of PostgreSQL's write-ahead log, and where they and base backups lie at a place. Pure.
//
//   w/<system>/000000010000000000000003              a file of the log, in lower case
//   w/<system>/base/<id>/cluster.00001, …            parts of a base backup
//   w/<system>/base/<id>/record                      written last
//
// system: the number that initdb gives a cluster and that every copy of it keeps.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::backup {

inline constexpr std::string_view wal_prefix = "w/";

// What archive_command is called for: segments (also partial ones, when a standby takes over), histories of timelines, labels of backups.
bool is_wal_name(std::string_view name);
bool is_segment_name(std::string_view name);  // whole segments only

std::string wal_folder(std::string_view system);                              // w/<system>/
std::string stored_wal_name(std::string_view system, std::string_view name);  // name: as PostgreSQL gives it

// Whether what is stored under this name lies wholly before the segment `first`, on whatever timeline. Never of histories and of base
// backups.
bool lies_before(std::string_view system, std::string_view stored, std::string_view first);

std::string base_folder(std::string_view system);  // w/<system>/base/
std::string base_part_prefix(std::string_view system, std::string_view id);
std::string base_part_name(std::string_view system, std::string_view id, std::size_t number);  // from 1
std::string base_record_name(std::string_view system, std::string_view id);

// Of the name of a record; nothing if it is none.
struct base_name {
    std::string system, id;
};
std::optional<base_name> read_base_record_name(std::string_view stored);

// The system in global/pg_control, and in the first page of a segment; nothing if there are too few bytes.
std::optional<std::string> system_in_control(std::string_view content);
std::optional<std::string> system_in_segment(std::string_view content);

}  // namespace gavel::backup
