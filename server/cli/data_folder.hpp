// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>

#include "server/app/app.hpp"
#include "server/app/keys.hpp"
#include "server/store/store.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::cli {

/// Everything in a data folder, opened: keys, store, and the use cases on them. Members go in reverse order.
struct DataFolder {
    std::unique_ptr<store::Store> store;
    std::unique_ptr<app::App> app;
};

/// Opens a folder that `make_data_folder` made. Errors: not_found, damaged, unsupported; nothing in it is
/// changed then.
Result<DataFolder> open_data_folder(const std::string& path, const Clock& clock, Random& random);

/// What is chosen when a folder is made.
struct NewFolder {
    seal::Secret contact_passphrase;  ///< unlocks contact details; kept by the contact keeper, nowhere here
    seal::Secret staff_pin;           ///< of the kiosks' staff screen
};
/// Makes keys and empty databases; conflict when the folder holds anything.
Result<DataFolder> make_data_folder(const std::string& path, const NewFolder& chosen, const Clock& clock,
                                    Random& random);

/// Holds the folder for one serving process; the lock goes with the process, however it ends.
class FolderLock {
  public:
    static Result<FolderLock> take(const std::string& path);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;

  private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace peilpunt::cli
