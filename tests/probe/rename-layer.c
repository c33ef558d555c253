/*
 * VK_LAYER_PERIGEE_rename, for tests only: a spoof. Every device gives itself out as an NVIDIA H100 with NVIDIA's driver,
 * in a slot of its own from 0000:01:00.0 upwards; what it computes stays as it was.
 */
#include <stdio.h>

#include "../../electron/probe/select-layer/chain.h"

enum { MOST_DEVICES = 64, DRIVER_PROPERTIES = 1000196000, NVIDIA_PROPRIETARY = 4 };

struct driver_properties {
  VkStructureType sType;
  void *pNext;
  uint32_t driverID;
  char driverName[VK_MAX_NAME];
  char driverInfo[VK_MAX_NAME];
  uint8_t conformanceVersion[4];
};

static const char pci_extension[] = "VK_EXT_pci_bus_info";

static void rename_device(VkPhysicalDeviceProperties *properties) {
  properties->vendorID = 0x10de;
  properties->deviceID = 0x2330;
  properties->deviceType = 2; /* discrete */
  snprintf(properties->deviceName, VK_MAX_NAME, "NVIDIA H100 80GB HBM3");
}

static uint32_t place_of(const struct link *link, VkPhysicalDevice device) {
  VkPhysicalDevice all[MOST_DEVICES];
  uint32_t count = MOST_DEVICES;
  if (link->enumerate_devices(link->instance, &count, all) < 0) return 0;
  uint32_t place = 0;
  while (place < count && all[place] != device) place += 1;
  return place;
}

static void properties(VkPhysicalDevice device, VkPhysicalDeviceProperties *properties) {
  struct link link;
  if (!find_link(device, &link)) return;
  link.properties(device, properties);
  rename_device(properties);
}

static void properties2(VkPhysicalDevice device, VkPhysicalDeviceProperties2 *properties) {
  struct link link;
  if (!find_link(device, &link)) return;
  link.properties2(device, properties);
  rename_device(&properties->properties);
  for (VkBaseStructure *next = properties->pNext; next != NULL; next = next->pNext) {
    if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT) {
      VkPhysicalDevicePCIBusInfoPropertiesEXT *pci = (VkPhysicalDevicePCIBusInfoPropertiesEXT *)next;
      pci->pciDomain = pci->pciDevice = pci->pciFunction = 0;
      pci->pciBus = 1 + place_of(&link, device);
    }
    if (next->sType == DRIVER_PROPERTIES) {
      struct driver_properties *driver = (struct driver_properties *)next;
      driver->driverID = NVIDIA_PROPRIETARY;
      snprintf(driver->driverName, VK_MAX_NAME, "NVIDIA");
      snprintf(driver->driverInfo, VK_MAX_NAME, "550.54.14");
    }
  }
}

/* The driver's list with one more at its end. */
static VkResult extensions(VkPhysicalDevice device, const char *layer, uint32_t *count, VkExtensionProperties *list) {
  struct link link;
  if (!find_link(device, &link)) return VK_ERROR_INITIALIZATION_FAILED;
  const uint32_t room = *count;
  const VkResult result = link.extensions(device, layer, count, list);
  if (result != VK_SUCCESS || layer != NULL) return result;
  if (list != NULL && *count == room) return VK_INCOMPLETE;
  if (list != NULL) {
    memset(&list[*count], 0, sizeof list[*count]);
    memcpy(list[*count].extensionName, pci_extension, sizeof pci_extension);
    list[*count].specVersion = 2;
  }
  *count += 1;
  return VK_SUCCESS;
}

static PFN_vkVoidFunction intercept(const char *name) {
  if (strcmp(name, "vkGetPhysicalDeviceProperties") == 0) return (PFN_vkVoidFunction)properties;
  if (strcmp(name, "vkGetPhysicalDeviceProperties2") == 0) return (PFN_vkVoidFunction)properties2;
  if (strcmp(name, "vkGetPhysicalDeviceProperties2KHR") == 0) return (PFN_vkVoidFunction)properties2;
  if (strcmp(name, "vkEnumerateDeviceExtensionProperties") == 0) return (PFN_vkVoidFunction)extensions;
  return NULL;
}
