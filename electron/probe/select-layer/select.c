/*
 * VK_LAYER_PERIGEE_select: lets one physical device through, so that Dawn, which selects by name, can be put on one of
 * several equal cards. It runs in the probe's child alone, which names it in its own environment (vulkan-layer.ts).
 *
 * PERIGEE_VULKAN_SELECT  index:N, pci:0000:01:00.0 or uuid:<32 hex digits>; unset: all devices; anything else, or what
 *                        no device answers to: none, and no error.
 * PERIGEE_VULKAN_REPORT  a file that gets one line of JSON for each device, also those that are kept back.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "chain.h"

enum { MOST_DEVICES = 64, MOST_EXTENSIONS = 2048 };

struct selector {
  enum { ALL, NONE, BY_INDEX, BY_PCI, BY_UUID } kind;
  uint32_t index;
  uint32_t pci[4]; /* domain, bus, device, function */
  uint8_t uuid[VK_UUID_SIZE];
};

struct facts {
  VkPhysicalDeviceProperties properties;
  uint32_t pci[4];
  bool has_pci;
  uint8_t uuid[VK_UUID_SIZE];
  bool has_uuid;
  uint64_t local_bytes;
  bool has_memory;
};

/* Reads `digits` hexadecimal digits and moves `text` past them. */
static bool read_hex(const char **text, int least, int most, uint32_t *value) {
  int count = 0;
  *value = 0;
  for (; count < most; count += 1, *text += 1) {
    char c = **text;
    uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                            : 16;
    if (digit == 16) break;
    *value = *value << 4 | digit;
  }
  return count >= least;
}

static bool skip(const char **text, const char *expected) {
  size_t length = strlen(expected);
  if (strncmp(*text, expected, length) != 0) return false;
  *text += length;
  return true;
}

static bool read_index(const char *text, uint32_t *index) {
  *index = 0;
  size_t count = 0;
  for (; text[count] >= '0' && text[count] <= '9' && count < 4; count += 1)
    *index = *index * 10 + (uint32_t)(text[count] - '0');
  return count > 0 && text[count] == '\0';
}

static bool read_pci(const char *text, uint32_t pci[4]) {
  return read_hex(&text, 4, 8, &pci[0]) && skip(&text, ":") && read_hex(&text, 2, 2, &pci[1]) && skip(&text, ":") &&
         read_hex(&text, 2, 2, &pci[2]) && skip(&text, ".") && read_hex(&text, 1, 1, &pci[3]) && *text == '\0';
}

static bool read_uuid(const char *text, uint8_t uuid[VK_UUID_SIZE]) {
  for (size_t i = 0; i < VK_UUID_SIZE; i += 1) {
    uint32_t byte;
    if (!read_hex(&text, 2, 2, &byte)) return false;
    uuid[i] = (uint8_t)byte;
  }
  return *text == '\0';
}

static struct selector read_selector(void) {
  struct selector selector = {.kind = NONE};
  const char *text = getenv("PERIGEE_VULKAN_SELECT");
  if (text == NULL) selector.kind = ALL;
  else if (skip(&text, "index:") && read_index(text, &selector.index)) selector.kind = BY_INDEX;
  else if (skip(&text, "pci:") && read_pci(text, selector.pci)) selector.kind = BY_PCI;
  else if (skip(&text, "uuid:") && read_uuid(text, selector.uuid)) selector.kind = BY_UUID;
  return selector;
}

static bool selects(const struct selector *selector, uint32_t index, const struct facts *facts) {
  switch (selector->kind) {
    case ALL:
      return true;
    case NONE:
      return false;
    case BY_INDEX:
      return index == selector->index;
    case BY_PCI:
      return facts->has_pci && memcmp(facts->pci, selector->pci, sizeof facts->pci) == 0;
    case BY_UUID:
      return facts->has_uuid && memcmp(facts->uuid, selector->uuid, sizeof facts->uuid) == 0;
  }
  return false;
}

static bool has_extension(const struct link *link, VkPhysicalDevice device, const char *name) {
  uint32_t count = 0;
  if (link->extensions == NULL || link->extensions(device, NULL, &count, NULL) < 0 || count == 0) return false;
  if (count > MOST_EXTENSIONS) count = MOST_EXTENSIONS;
  VkExtensionProperties *extensions = calloc(count, sizeof *extensions);
  bool is_found = false;
  if (extensions != NULL && link->extensions(device, NULL, &count, extensions) >= 0)
    for (uint32_t i = 0; i < count && !is_found; i += 1)
      is_found = strncmp(extensions[i].extensionName, name, VK_MAX_NAME) == 0;
  free(extensions);
  return is_found;
}

/* What the driver does not say stays unknown: nothing here fails. */
static void read_facts(const struct link *link, VkPhysicalDevice device, struct facts *facts) {
  *facts = (struct facts){0};
  if (link->properties != NULL) link->properties(device, &facts->properties);

  VkPhysicalDeviceMemoryProperties memory = {0};
  if (link->memory != NULL) link->memory(device, &memory);
  for (uint32_t i = 0; i < memory.memoryHeapCount && i < VK_MAX_MEMORY_HEAPS; i += 1) {
    if ((memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) == 0) continue;
    facts->has_memory = true;
    if (memory.memoryHeaps[i].size > facts->local_bytes) facts->local_bytes = memory.memoryHeaps[i].size;
  }

  if (link->properties2 == NULL) return;
  bool has_pci = has_extension(link, device, "VK_EXT_pci_bus_info");
  VkPhysicalDevicePCIBusInfoPropertiesEXT pci = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT};
  VkPhysicalDeviceIDProperties id = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES,
                                     .pNext = has_pci ? &pci : NULL};
  VkPhysicalDeviceProperties2 all = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, .pNext = &id};
  link->properties2(device, &all);
  facts->has_pci = has_pci;
  memcpy(facts->pci, (uint32_t[4]){pci.pciDomain, pci.pciBus, pci.pciDevice, pci.pciFunction}, sizeof facts->pci);
  memcpy(facts->uuid, id.deviceUUID, sizeof facts->uuid);
  for (size_t i = 0; i < VK_UUID_SIZE; i += 1) facts->has_uuid = facts->has_uuid || facts->uuid[i] != 0;
}

static void write_name(FILE *file, const char name[VK_MAX_NAME]) {
  for (size_t i = 0; i < VK_MAX_NAME && name[i] != '\0'; i += 1) {
    unsigned char c = (unsigned char)name[i];
    if (c < 0x20 || c == 0x7f) fprintf(file, "\\u%04x", c);
    else if (c == '"' || c == '\\') fprintf(file, "\\%c", c);
    else fputc(c, file);
  }
}

static void write_line(FILE *file, uint32_t index, const struct facts *facts, bool is_selected) {
  static const char *const types[] = {"other", "integrated", "discrete", "virtual", "cpu"};
  const VkPhysicalDeviceProperties *p = &facts->properties;
  fprintf(file, "{\"index\":%" PRIu32 ",\"name\":\"", index);
  write_name(file, p->deviceName);
  fprintf(file, "\",\"vendorId\":%" PRIu32 ",\"deviceId\":%" PRIu32 ",\"apiVersion\":\"%u.%u.%u\"", p->vendorID,
          p->deviceID, p->apiVersion >> 22 & 0x7f, p->apiVersion >> 12 & 0x3ff, p->apiVersion & 0xfff);
  fprintf(file, ",\"driverVersion\":%" PRIu32 ",\"deviceType\":\"%s\",\"pci\":", p->driverVersion,
          types[p->deviceType < 5 ? p->deviceType : 0]);
  if (facts->has_pci)
    fprintf(file, "\"%04x:%02x:%02x.%x\"", facts->pci[0], facts->pci[1], facts->pci[2], facts->pci[3]);
  else fputs("null", file);
  fputs(",\"uuid\":", file);
  if (facts->has_uuid) {
    fputc('"', file);
    for (size_t i = 0; i < VK_UUID_SIZE; i += 1) fprintf(file, "%02x", facts->uuid[i]);
    fputc('"', file);
  } else fputs("null", file);
  fputs(",\"localBytes\":", file);
  if (facts->has_memory) fprintf(file, "%" PRIu64, facts->local_bytes);
  else fputs("null", file);
  fprintf(file, ",\"selected\":%s}\n", is_selected ? "true" : "false");
}

/* The devices that are let through. @returns how many, or a negative VkResult */
static int64_t read_selected(const struct link *link, VkPhysicalDevice selected[MOST_DEVICES]) {
  if (link->enumerate_devices == NULL) return VK_ERROR_INITIALIZATION_FAILED;
  VkPhysicalDevice all[MOST_DEVICES];
  uint32_t count = MOST_DEVICES;
  VkResult result = link->enumerate_devices(link->instance, &count, all);
  if (result < 0) return result;

  const struct selector selector = read_selector();
  const char *report_path = getenv("PERIGEE_VULKAN_REPORT");
  FILE *report = report_path == NULL ? NULL : fopen(report_path, "w");
  const bool needs_facts = report != NULL || selector.kind == BY_PCI || selector.kind == BY_UUID;
  struct facts facts = {0};
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count && i < MOST_DEVICES; i += 1) {
    if (needs_facts) read_facts(link, all[i], &facts);
    const bool is_selected = selects(&selector, i, &facts);
    if (is_selected) selected[kept++] = all[i];
    if (report != NULL) write_line(report, i, &facts, is_selected);
  }
  if (report != NULL) fclose(report);
  return kept;
}

static VkResult enumerate_devices(VkInstance instance, uint32_t *count, VkPhysicalDevice *devices) {
  struct link link;
  if (!find_link(instance, &link)) return VK_ERROR_INITIALIZATION_FAILED;
  VkPhysicalDevice selected[MOST_DEVICES];
  const int64_t found = read_selected(&link, selected);
  if (found < 0) return (VkResult)found;
  if (devices == NULL) {
    *count = (uint32_t)found;
    return VK_SUCCESS;
  }
  if (*count > found) *count = (uint32_t)found;
  for (uint32_t i = 0; i < *count; i += 1) devices[i] = selected[i];
  return *count < found ? VK_INCOMPLETE : VK_SUCCESS;
}

/* Leaves in the group what is let through. */
static void reduce_group(VkPhysicalDeviceGroupProperties *group, const VkPhysicalDevice *selected, int64_t found) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < group->physicalDeviceCount && i < VK_MAX_DEVICE_GROUP_SIZE; i += 1)
    for (int64_t j = 0; j < found; j += 1)
      if (group->physicalDevices[i] == selected[j]) {
        group->physicalDevices[kept++] = selected[j];
        break;
      }
  group->physicalDeviceCount = kept;
}

static VkResult enumerate_groups(VkInstance instance, uint32_t *count, VkPhysicalDeviceGroupProperties *groups) {
  struct link link;
  if (!find_link(instance, &link) || link.enumerate_groups == NULL) return VK_ERROR_INITIALIZATION_FAILED;
  VkPhysicalDevice selected[MOST_DEVICES];
  const int64_t found = read_selected(&link, selected);
  if (found < 0) return (VkResult)found;

  VkPhysicalDeviceGroupProperties all[MOST_DEVICES] = {0};
  for (size_t i = 0; i < MOST_DEVICES; i += 1) all[i].sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_GROUP_PROPERTIES;
  uint32_t total = MOST_DEVICES;
  const VkResult result = link.enumerate_groups(instance, &total, all);
  if (result < 0) return result;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < total && i < MOST_DEVICES; i += 1) {
    reduce_group(&all[i], selected, found);
    if (all[i].physicalDeviceCount == 0) continue;
    if (groups != NULL && kept < *count) {
      groups[kept].physicalDeviceCount = all[i].physicalDeviceCount;
      memcpy(groups[kept].physicalDevices, all[i].physicalDevices, sizeof all[i].physicalDevices);
      groups[kept].subsetAllocation = all[i].subsetAllocation;
    }
    kept += 1;
  }
  const bool is_incomplete = groups != NULL && *count < kept;
  if (!is_incomplete) *count = kept;
  return is_incomplete ? VK_INCOMPLETE : VK_SUCCESS;
}

static PFN_vkVoidFunction intercept(const char *name) {
  if (strcmp(name, "vkEnumeratePhysicalDevices") == 0) return (PFN_vkVoidFunction)enumerate_devices;
  if (strcmp(name, "vkEnumeratePhysicalDeviceGroups") == 0) return (PFN_vkVoidFunction)enumerate_groups;
  if (strcmp(name, "vkEnumeratePhysicalDeviceGroupsKHR") == 0) return (PFN_vkVoidFunction)enumerate_groups;
  return NULL;
}
