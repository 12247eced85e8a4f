// One reader of a live stream: when it was shown which version of its lot.
#pragma once
#include "base/time.hpp"
#include "bench/load/poll.hpp"
#include "bench/load/socket.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::load {

class reader {
public:
    struct sighting {
        std::int64_t version;
        instant at;
    };

    // Asks for the stream; what comes is read once it listens. `receive_buffer` as for a socket.
    reader(const address& server, const std::string& lot, int receive_buffer);
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;

    void listen(poll& in) { in.add(socket_, arrived_); }
    const std::vector<sighting>& sightings() const { return sightings_; }
    std::int64_t version() const { return sightings_.empty() ? 0 : sightings_.back().version; }

private:
    void read();
    void take(std::string_view line);

    socket socket_;
    std::function<void()> arrived_;
    std::string begun_;  // of a line that has not ended yet
    std::vector<sighting> sightings_;
};

}  // namespace gavel::load
