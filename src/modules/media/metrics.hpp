// Instruments of media.
#pragma once
#include "modules/media/model.hpp"
#include "platform/observe/metrics.hpp"

#include <string>

namespace gavel::media {

struct instruments {
    explicit instruments(metrics::registry& r)
        : numbers(r),
          bytes_received(r.add_counter("gavel_media_received_bytes_total", "Bytes of uploads that came through this server")),
          picture_seconds(r.add_histogram("gavel_media_picture_duration_seconds", "Time to decode a picture and make its variants")),
          leftovers_removed(
              r.add_counter("gavel_media_leftovers_removed_total", "Objects removed from the store because nothing refers to them")),
          served_from_memory(r.add_counter("gavel_media_served_total", "Public files served", {{"from", "memory"}})),
          served_from_store(r.add_counter("gavel_media_served_total", "Public files served", {{"from", "store"}})) {
        for (const auto purpose : purpose_names) of(purpose, "ready");
    }

    // outcome: ready, or why it was refused.
    void checked(std::string_view purpose, std::string_view outcome) const { of(purpose, outcome).add(); }

    metrics::registry& numbers;
    metrics::counter bytes_received;
    metrics::histogram picture_seconds;
    metrics::counter leftovers_removed, served_from_memory, served_from_store;

private:
    metrics::counter of(std::string_view purpose, std::string_view outcome) const {
        return numbers.add_counter("gavel_media_checked_total", "Uploads that were checked",
                                   {{"purpose", std::string(purpose)}, {"outcome", std::string(outcome)}});
    }
};

}  // namespace gavel::media
