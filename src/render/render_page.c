/* Where people see an incident; see render_page.h. */
#include "render/render_page.h"

#include "base/mem.h"

char *
render_page(const char *base, const char *incident_id)
{
	return mem_printf("%sincidents/%s", base, incident_id);
}
